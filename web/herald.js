/** Whoever listens hears of the line at most this often. Milliseconds. */
export const announceEveryMs = 30_000;

/**
 * Speaks at most every 30 s, and only when there is something new to say: `(words, news)`. News, where there are any, are
 * said at once and before the words.
 */
export function createHerald(announce, nowMs = () => performance.now()) {
  let spokenAtMs = Number.NEGATIVE_INFINITY;
  let spoken = '';
  return (words, news = null) => {
    if (news === null && (words === spoken || nowMs() - spokenAtMs < announceEveryMs)) return;
    spoken = words;
    spokenAtMs = nowMs();
    announce(news === null ? words : `${news} ${words}`);
  };
}
