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

  /** Asked of every document of a crowd: it makes nothing that is thrown away. */
  function countHere(first: ThrottleCount, second?: ThrottleCount): number {
    const now = nowMs();
    const one = takeCell(arrivals.get(first.key), now, first.rate);
    const other = second === undefined ? null : takeCell(arrivals.get(second.key), now, second.rate);
    if (one.kind === 'refused' || other?.kind === 'refused')
      return Math.max(one.kind === 'refused' ? one.waitMs : 0, other?.kind === 'refused' ? other.waitMs : 0);
    arrivals.set(first.key, one.arrivalMs);
    if (second !== undefined && other !== null) arrivals.set(second.key, other.arrivalMs);
    return 0;
  }

  async function countTogether(first: ThrottleCount, second?: ThrottleCount): Promise<number> {
    try {
      const outcome = await takeThrottle(redis, first, second);
      return outcome.kind === 'refused' ? outcome.waitMs : 0;
    } catch (error) {
      redisRestsUntilMs = nowMs() + redisRestMs;
      onRedisFailure(error);
      return countHere(first, second);
    }
  }

  return {
    count: (counted, first, second) =>
      counted === 'each' || nowMs() < redisRestsUntilMs
        ? countHere(first, second)
        : countTogether(first, second),
  };
}
