import type { Redis } from 'ioredis';
import type { Rate } from '../domain/rate-limits.ts';
import { runScript } from './scripts.ts';

/** One thing that is counted, and how often it may come. */
export interface ThrottleCount {
  /** From `throttleKey`. */
  readonly key: string;
  readonly rate: Rate;
}

export type ThrottleOutcome =
  | { readonly kind: 'allowed'; readonly nowMs: number }
  /** `waitMs`: until one more request would be allowed. */
  | { readonly kind: 'refused'; readonly nowMs: number; readonly waitMs: number };

/**
 * Counts one request against one or two limits for all gateways together, all or none, by Redis's clock.
 * Throws when Redis does not answer: the caller then counts for itself.
 */
export async function takeThrottle(
  redis: Redis,
  first: ThrottleCount,
  second?: ThrottleCount,
): Promise<ThrottleOutcome> {
  const keys = [first.key, second?.key ?? first.key];
  const args = [...timesOf(first.rate), ...(second === undefined ? [0, 0] : timesOf(second.rate))];
  const [outcome, nowMs, waitMs] = await runScript(redis, 'throttle-take', keys, args);
  return outcome === 'ALLOWED'
    ? { kind: 'allowed', nowMs: Number(nowMs) }
    : { kind: 'refused', nowMs: Number(nowMs), waitMs: Number(waitMs) };
}

/** The interval with all its digits: it is added up again and again. */
function timesOf({ count, seconds }: Rate): readonly [intervalMs: string, windowMs: number] {
  const windowMs = seconds * 1000;
  return [String(windowMs / count), windowMs];
}
