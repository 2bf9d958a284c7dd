/** Whoever listens hears of the line at most this often. Milliseconds. */
export const announceEveryMs = 30_000;

/** Speaks at most every 30 s, and only when there is something new to say. */
export function createHerald(announce, nowMs = () => performance.now()) {
  let spokenAtMs = Number.NEGATIVE_INFINITY;
  let spoken = '';
  return (words) => {
    if (words === spoken || nowMs() - spokenAtMs < announceEveryMs) return;
    spoken = words;
    spokenAtMs = nowMs();
    announce(words);
  };
}
