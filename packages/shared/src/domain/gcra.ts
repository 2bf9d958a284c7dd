import type { Rate } from './rate-limits.ts';

/** `arrivalMs` is to be remembered until it is past; `waitMs`: until one more request would be allowed. */
export type GcraOutcome =
  | { readonly kind: 'allowed'; readonly arrivalMs: number }
  | { readonly kind: 'refused'; readonly waitMs: number };

/** Less than the grain of the clocks that feed the rule: forgives the rounding of added-up intervals. Milliseconds. */
const roundingMs = 0.5;

/**
 * The generic cell rate algorithm, as virtual scheduling (ITU-T Recommendation I.371, annex A): requests are due one
 * interval apart; one that comes before its theoretical arrival time is let through while it is early by no more than
 * the burst allows. One number per subject is all that is kept, and a refused request changes nothing.
 * `redis/scripts/throttle-take.lua` is the same rule.
 *
 * @param arrivalMs the theoretical arrival time kept from the last allowed request; undefined when there is none
 * @param nowMs the present, by the same clock
 */
export function takeCell(arrivalMs: number | undefined, nowMs: number, rate: Rate): GcraOutcome {
  const windowMs = rate.seconds * 1000;
  const nextMs = Math.max(arrivalMs ?? 0, nowMs) + windowMs / rate.count;
  const waitMs = nextMs - windowMs - nowMs;
  return waitMs >= roundingMs ? { kind: 'refused', waitMs } : { kind: 'allowed', arrivalMs: nextMs };
}
