/** How often to ask for the status: the same advice for everybody, from which each visitor works out its own delay. */
export interface PollAdvice {
  readonly near: number;
  readonly far: number;
}

/** Seconds. Nobody asks more often than `near` nor, while the page is looked at, less often than `far`. */
export const pollAdvice: PollAdvice = { near: 2, far: 20 };

/** A tenth of the wait, so that advice grows with it; 30 % of jitter keeps a crowd from asking in step. */
const waitDivisor = 10;
const jitterShare = 0.3;

/**
 * Seconds until the next question.
 * @param ahead how many turns must come first; 0 when one's turn has come
 * @param ratePerMinute turns a minute
 * @param random a number in [0, 1)
 */
export function pollDelaySeconds(
  advice: PollAdvice,
  ahead: number,
  ratePerMinute: number,
  random: number,
): number {
  const waitSeconds = (Math.max(0, ahead) / Math.max(1, ratePerMinute)) * 60;
  const delay = Math.min(advice.far, Math.max(advice.near, waitSeconds / waitDivisor));
  return delay * (1 + jitterShare * random);
}
