/**
 * The wait that the page promises, as a range in minutes: the rule of web/line.js, which a test compares with this. What was
 * measured says how fast a line is, and before that its rate. Every second place waits no longer than the beginning, nine in
 * ten no longer than the end, as far as a page knows that has not seen how the pace varies.
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
  const perMinute = likelyPerMinute ?? ratePerMinute;
  if (perMinute <= 0) return null;
  const likely = ahead / perMinute;
  return { lowMinutes: likely, highMinutes: likely * waitSlack };
}
