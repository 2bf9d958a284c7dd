import { sweepLeases } from '@fairgate/shared/redis/fill-event.ts';
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
