/**
 * The wait that the page promises, as a range in minutes: the rule of web/line.js, which a test compares with this. The
 * organiser's rate is the fastest that the line can be; what is likely says how it is. Every second place waits no longer than
 * the beginning, nine in ten no longer than the end, as far as a page knows that has not seen how the pace varies.
 */
export const waitSlack = 1.3;

export interface WaitRange {
  readonly lowMinutes: number;
  readonly highMinutes: number;
}

/**
 * null: the line stands still, and nobody can say.
 * @param ahead how many of the lane come before
 * @param likelyPerMinute turns a minute of the lane; null: not known yet
 */
export function waitRange(
  ahead: number,
  ratePerMinute: number,
  likelyPerMinute: number | null,
): WaitRange | null {
  const fastest = ahead / Math.max(1, ratePerMinute);
  if (likelyPerMinute === null) return { lowMinutes: fastest, highMinutes: fastest * waitSlack };
  if (likelyPerMinute <= 0) return null;
  const likely = Math.max(fastest, ahead / likelyPerMinute);
  return { lowMinutes: likely, highMinutes: likely * waitSlack };
}
