import type { Redis } from 'ioredis';
import { dropKeys } from './keys.ts';
import { runScript } from './scripts.ts';
import { type DropPlace, uuidBytes } from './waiting-room.ts';

/** A place by its lane and its index in the order of joining. */
export interface EntryPlace {
  readonly lane: number;
  readonly index: number;
}

/** The place that an account has, or had and gave up. */
export interface KnownEntry extends EntryPlace {
  readonly isLeft: boolean;
}

/** null: none, or Redis does not know it. */
export async function readEntry(
  redis: Redis,
  place: DropPlace,
  accountId: string,
): Promise<KnownEntry | null> {
  const { entries } = dropKeys(place.epoch, place.eventId, place.dropId);
  const [lane, index, left] = ((await redis.hget(entries, uuidBytes(accountId))) ?? '').split(':');
  return index === undefined
    ? null
    : { lane: Number(lane), index: Number(index), isLeft: left !== undefined };
}

export type LeaveOutcome = { readonly kind: 'left' | 'none' | 'inside' | 'notReady' };

/** @param position in the lane, from 0, as the draw put it; null: that is not drawn yet */
export async function leaveLine(
  redis: Redis,
  place: DropPlace,
  accountId: string,
  { lane, index }: EntryPlace,
  position: number | null,
): Promise<LeaveOutcome> {
  const keys = dropKeys(place.epoch, place.eventId, place.dropId);
  const names = [keys.ready, keys.entries, keys.turns, keys.admitted, keys.admissions, keys.returning];
  const turn = position === null ? '' : `${lane}:${position}`;
  const args = [uuidBytes(accountId), accountId, `${lane}:${index}`, turn];
  const [outcome] = await runScript(redis, 'waiting-room-leave', names, args);
  switch (outcome) {
    case 'LEFT':
      return { kind: 'left' };
    case 'NONE':
      return { kind: 'none' };
    case 'INSIDE':
      return { kind: 'inside' };
    default:
      return { kind: 'notReady' };
  }
}
