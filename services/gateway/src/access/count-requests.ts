import { takeCell } from '@fairgate/shared/domain/gcra.ts';
import type { RateLimit } from '@fairgate/shared/domain/rate-limits.ts';
import { type ThrottleCount, takeThrottle } from '@fairgate/shared/redis/take-throttle.ts';
import { LRUCache } from 'lru-cache';
import type { Stores } from '../stores.ts';

/** Subjects whose requests are counted here. The one seen longest ago is forgotten first, and so forgiven. */
const subjectsMax = 100_000;
/** After Redis failed, requests are counted here for so long before it is asked again: it must not slow each of them. */
const redisRestMs = 1_000;

export interface RequestCounter {
  /**
   * Counts one request against one or two limits, all or none.
   * @returns how long to wait until one more would be allowed, in milliseconds; 0: this one is
   */
  readonly count: (
    counted: RateLimit['counted'],
    first: ThrottleCount,
    second?: ThrottleCount,
  ) => Promise<number> | number;
}

/**
 * Limits counted together fall back to this process's own count while Redis does not answer: looser by the number of
 * gateways, never open, never an error.
 */
export function createRequestCounter(
  redis: Stores['redis'],
  onRedisFailure: (error: unknown) => void,
  nowMs: () => number = Date.now,
): RequestCounter {
  const arrivals = new LRUCache<string, number>({ max: subjectsMax });
  let redisRestsUntilMs = 0;

  function countHere(counts: readonly ThrottleCount[]): number {
    const now = nowMs();
    const outcomes = counts.map(({ key, rate }) => ({
      key,
      outcome: takeCell(arrivals.get(key), now, rate),
    }));
    const waits = outcomes.map(({ outcome }) => (outcome.kind === 'refused' ? outcome.waitMs : 0));
    const waitMs = Math.max(0, ...waits);
    if (waitMs > 0) return waitMs;
    for (const { key, outcome } of outcomes) {
      if (outcome.kind === 'allowed') arrivals.set(key, outcome.arrivalMs);
    }
    return 0;
  }

  async function countTogether(first: ThrottleCount, second?: ThrottleCount): Promise<number> {
    try {
      const outcome = await takeThrottle(redis, first, second);
      return outcome.kind === 'refused' ? outcome.waitMs : 0;
    } catch (error) {
      redisRestsUntilMs = nowMs() + redisRestMs;
      onRedisFailure(error);
      return countHere(second === undefined ? [first] : [first, second]);
    }
  }

  return {
    count: (counted, first, second) =>
      counted === 'each' || nowMs() < redisRestsUntilMs
        ? countHere(second === undefined ? [first] : [first, second])
        : countTogether(first, second),
  };
}
