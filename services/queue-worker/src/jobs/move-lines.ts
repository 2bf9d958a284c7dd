import { copyEntries, saveServed } from '@fairgate/shared/database/entries.ts';
import { advanceLine, type DropPlace, dropJoined, readJoined } from '@fairgate/shared/redis/waiting-room.ts';
import type { WorkerStores } from '../worker-stores.ts';

const entriesPerCopy = 2_000;

/** Moves serving forward, whether or not a gateway is asked about the drop. */
export async function advanceLines({ redis, epoch, liveDrops, outage }: WorkerStores): Promise<void> {
  const current = epoch.current();
  if (current === null) return;
  const drops = await liveDrops.open();
  await Promise.all(
    drops.map((drop) =>
      advanceLine(redis, { epoch: current, eventId: drop.eventId, dropId: drop.id }, outage.standstill()),
    ),
  );
}

/** Writes down how far each line got. */
export async function saveLines(stores: WorkerStores): Promise<void> {
  const { database, redis, epoch, liveDrops, outage } = stores;
  const current = epoch.current();
  if (current === null) return;
  for (const drop of await liveDrops.open()) {
    const place = { epoch: current, eventId: drop.eventId, dropId: drop.id };
    try {
      const line = await advanceLine(redis, place, outage.standstill());
      if (line.kind !== 'line') continue;
      for (const [lane, served] of line.served.entries())
        await saveServed(database, drop.eventId, drop.id, lane, served);
    } catch (error) {
      tellOfDrop(stores, drop.id, error);
    }
  }
}

/** Copies joins to Postgres, so that no rank is lost with Redis. Whether there are more. */
export async function copyJoins(stores: WorkerStores): Promise<boolean> {
  const epoch = stores.epoch.current();
  if (epoch === null) return false;
  let more = false;
  for (const drop of await stores.liveDrops.all()) {
    try {
      const hasMore = await copyJoinsOf(stores, { epoch, eventId: drop.eventId, dropId: drop.id });
      more = more || hasMore;
    } catch (error) {
      tellOfDrop(stores, drop.id, error);
    }
  }
  return more;
}

/** Copies a page of a drop's joins. Whether there are more; false too when the epoch is over. */
export async function copyJoinsOf(
  { database, redis, epoch }: Pick<WorkerStores, 'database' | 'redis' | 'epoch'>,
  place: DropPlace,
): Promise<boolean> {
  const entries = await readJoined(redis, place, entriesPerCopy);
  if (entries.length === 0) return false;
  // From a Redis that went back they would be other people's indices.
  if (!(await epoch.confirm(place.epoch))) return false;
  if (!(await copyEntries(database, place, entries))) return false;
  await dropJoined(redis, place, entries);
  return entries.length === entriesPerCopy;
}

/** One drop's trouble is not the next one's: what was not done is done in the next round. */
function tellOfDrop({ log }: WorkerStores, dropId: string, error: unknown): void {
  log.warn({ err: error, dropId }, 'a line was not written down and is tried again');
}
