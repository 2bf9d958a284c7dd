/** How often to ask for the status: the same advice for everybody, from which each visitor works out its own delay. */
export interface PollAdvice {
  readonly near: number;
  readonly far: number;
}

/** Seconds. Nobody asks more often than `near` nor, while the page is looked at, less often than `far`. */
const least: PollAdvice = { near: 2, far: 20 };
const most: PollAdvice = { near: 9, far: 60 };
/** So many who wait add a second to each. Who is near the front is told of every change, and does not ask (isNear). */
const peoplePerNearSecond = 5_000;
const peoplePerFarSecond = 1_000;

/** The more wait, the less often each asks: so what all of them ask a second is bounded. */
export function pollAdviceFor(waiting: number): PollAdvice {
  return {
    near: Math.min(most.near, Math.max(least.near, Math.ceil(waiting / peoplePerNearSecond))),
    far: Math.min(most.far, Math.max(least.far, Math.ceil(waiting / peoplePerFarSecond))),
  };
}

/** Who comes in within a minute, or is among the first of a slow line, may follow the status as it changes. */
export function isNear(ahead: number, ratePerMinute: number): boolean {
  return ahead <= Math.max(nearTurnsMin, ratePerMinute);
}

const nearTurnsMin = 30;

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
