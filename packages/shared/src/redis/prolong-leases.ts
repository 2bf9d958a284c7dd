import type { Redis } from 'ioredis';
import { reach } from '../process/crash-points.ts';
import { seatKeys } from './hold-seats.ts';
import { accountHoldsKey, dropKeys, eventKeys, holdKey } from './keys.ts';
import { runScript } from './scripts.ts';
import type { DropPlace } from './waiting-room.ts';

/** Prolongs an unfinished order's leases, and takes back those that ran out; how many of its tickets it has now. */
export async function prolongLeases(
  redis: Redis,
  epoch: number,
  eventId: string,
  order: {
    readonly orderId: string;
    readonly holdId: string;
    readonly accountId: string;
    readonly dropId: string;
    readonly tickets: readonly number[];
  },
  leaseMs: number,
): Promise<number> {
  const keys = eventKeys(epoch, eventId);
  const names = [
    ...seatKeys(keys),
    keys.ready,
    holdKey(epoch, eventId, order.holdId),
    accountHoldsKey(epoch, eventId, order.accountId),
  ];
  const { holdId, accountId, dropId, orderId, tickets } = order;
  const args = [holdId, accountId, dropId, orderId, Math.ceil(leaseMs), ...tickets];
  reach('prolong-leases.before');
  const [, count] = await runScript(redis, 'lease-prolong', names, args);
  reach('prolong-leases.after');
  return Number(count ?? 0);
}

/** Moves the end of an admission further away, never nearer; one that Redis let go meanwhile is let in again. */
export async function prolongAdmission(
  redis: Redis,
  place: DropPlace,
  admission: { readonly accountId: string; readonly admissionId: string; readonly expiresMs: number },
): Promise<void> {
  const keys = dropKeys(place.epoch, place.eventId, place.dropId);
  reach('prolong-admission.before');
  await redis
    .multi()
    .zadd(keys.admitted, 'GT', admission.expiresMs, admission.accountId)
    .hset(keys.admissions, admission.accountId, admission.admissionId)
    .exec();
  reach('prolong-admission.after');
}
