import { loadInventory } from '@fairgate/shared/database/event-inventory.ts';
import { statusCorrections } from '@fairgate/shared/domain/seat-status.ts';
import { markSeats, readSeatMap, sweepLeases } from '@fairgate/shared/redis/fill-event.ts';
import { roundKey } from '@fairgate/shared/redis/keys.ts';
import type { WorkerStores } from '../worker-stores.ts';

const leasesPerSweep = 500;

/** Returns tickets whose hold ran out. */
export async function returnExpiredHolds({ redis, epoch, liveDrops }: WorkerStores): Promise<boolean> {
  const current = epoch.current();
  if (current === null) return false;
  let more = false;
  for (const eventId of new Set((await liveDrops.open()).map((drop) => drop.eventId))) {
    const swept = await sweepLeases(redis, current, eventId, leasesPerSweep);
    more = more || swept === leasesPerSweep;
  }
  return more;
}

/** Compares what Redis shows with the ledger, in one worker at a time, and mends what differs. Milliseconds. */
export const correctSeatsEveryMs = 4_000;

export async function correctSeats({ database, redis, epoch, liveDrops, log }: WorkerStores): Promise<void> {
  const current = epoch.current();
  if (current === null) return;
  const mine = await redis.set(roundKey('correct-seats'), '1', 'PX', correctSeatsEveryMs - 500, 'NX');
  if (mine === null) return;
  for (const eventId of new Set((await liveDrops.open()).map((drop) => drop.eventId))) {
    const shown = await readSeatMap(redis, current, eventId);
    if (shown === null) continue;
    const { statuses } = await loadInventory(database, eventId);
    const corrections = statusCorrections(shown.map, statuses);
    if (corrections.length === 0) continue;
    log.info({ eventId, count: corrections.length }, 'seat statuses differed from the ledger and are mended');
    await markSeats(redis, current, eventId, corrections);
  }
}
