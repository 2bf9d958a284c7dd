import { noteLeft } from '@fairgate/shared/database/left-entries.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { leaveLine as leave, readEntry } from '@fairgate/shared/redis/leave-line.ts';
import { dropProblem } from '../sale/refusals.ts';
import type { JoinStores } from './join-waiting-room.ts';

/**
 * Gives the place up: a turn that it had goes to the next, and joining again takes it up. Without a place there is nothing
 * to give up, which is no error. STATE_CONFLICT for who is inside: the shop is left instead.
 */
export async function leaveLine(stores: JoinStores, dropId: string, accountId: string): Promise<void> {
  const drop = await stores.drops.find(dropId);
  const place = { epoch: stores.epoch.current(), eventId: drop.eventId, dropId: drop.id };
  const entry = await readEntry(stores.redis, place, accountId);
  if (entry === null) return;
  if (!entry.isLeft) {
    const position = stores.positions.positionOf(drop, entry, drop.lanes[entry.lane]?.skipped ?? []);
    const { kind } = await leave(stores.redis, place, accountId, entry, position);
    if (kind === 'inside') throw new Problem('STATE_CONFLICT', { reason: 'inside' });
    if (kind === 'notReady') throw dropProblem('notReady', drop);
    if (kind === 'none') return;
    await stores.epoch.confirm(place.epoch);
  }
  // Also when the same was asked before, and broke off here.
  await noteLeft(stores.database, place, accountId, entry);
}
