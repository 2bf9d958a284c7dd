/**
 * How Fairgate's keys lie in Redis, stated here on its own: what the auditor needs to know of it, and no more.
 * Everything of an event bears its id as hash tag, behind the epoch in which it is in force.
 */

/** A lease is a string with a TTL; one key a ticket. */
export const LEASE_PATTERN = 'e*:{*}:lease:*';
const LEASE_KEY = /^e\d+:\{[^}]+\}:lease:\d+$/;

export const isLease = (key: string): boolean => LEASE_KEY.test(key);

/** Present once everything of the event is filled in. */
export const readyKey = (epoch: number, eventId: string): string => `e${epoch}:{${eventId}}:ready`;

/** A bitmap, 2 bits a ticket. */
export const statusKey = (epoch: number, eventId: string): string => `e${epoch}:{${eventId}}:status`;

/** Sorted set: account → end of its admission, milliseconds since 1970. */
export const admittedKey = (epoch: number, eventId: string, dropId: string): string =>
  `e${epoch}:{${eventId}}:${dropId}:admitted`;

/** Sorted set: index whose turn it is → end of the time in which its room is kept, milliseconds since 1970. */
export const turnsKey = (epoch: number, eventId: string, dropId: string): string =>
  `e${epoch}:{${eventId}}:${dropId}:turns`;

/** A number that only grows while Redis forgets nothing. */
export const BEAT_KEY = 'fairgate:beat';

export const SOLD = 2;

/** The status of a ticket: the first ticket is in the highest two bits of the first byte, and so on; 0 behind the end. */
export function statusOf(map: Buffer, ticket: number): number {
  return ((map[ticket >> 2] ?? 0) >> (6 - 2 * (ticket & 3))) & 3;
}
