import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { takeCell } from '../domain/gcra.ts';
import { NotSentError } from '../payments/not-sent-error.ts';
import { throttleKey } from './keys.ts';
import { takeThrottle } from './take-throttle.ts';

/** Waits until one more request to Stripe is within the budget; rejects when that takes too long. */
export type TakeStripeBudget = () => Promise<void>;

/** A caller waits this long at most; its operation is then tried again later. Milliseconds. */
const waitMsMax = 3_000;
const budgetKey = throttleKey('stripe', 'requests');

/** How long a request to Stripe would wait for the budget now. Seconds. */
export async function readBudgetWait(redis: Redis, requestsPerSecond: number): Promise<number> {
  const [arrivalMs, [seconds, micros]] = await Promise.all([redis.get(budgetKey), redis.time()]);
  const nowMs = Number(seconds) * 1_000 + Number(micros) / 1_000;
  // Each takes its interval, and a whole second's requests may come at once (see domain/gcra).
  const waitMs = Number(arrivalMs ?? 0) + 1_000 / requestsPerSecond - 1_000 - nowMs;
  return Math.max(0, waitMs) / 1_000;
}

/**
 * The budget of requests to Stripe that all processes share, counted in Redis; while Redis does not answer, each process
 * keeps to the budget by itself.
 */
export function createStripeBudget(redis: Redis, requestsPerSecond: number): TakeStripeBudget {
  const rate = { count: requestsPerSecond, seconds: 1 };
  let arrivalMs: number | undefined;

  const waitOf = async (): Promise<number> => {
    try {
      const outcome = await takeThrottle(redis, { key: budgetKey, rate });
      return outcome.kind === 'allowed' ? 0 : outcome.waitMs;
    } catch {
      const outcome = takeCell(arrivalMs, Date.now(), rate);
      if (outcome.kind === 'refused') return outcome.waitMs;
      arrivalMs = outcome.arrivalMs;
      return 0;
    }
  };

  return async () => {
    const untilMs = Date.now() + waitMsMax;
    for (let waitMs = await waitOf(); waitMs > 0; waitMs = await waitOf()) {
      if (Date.now() + waitMs > untilMs)
        throw new NotSentError("the budget of requests to Stripe is used up; it's tried later");
      await sleep(waitMs);
    }
  };
}
