import { copyEntries, saveServed } from '@fairgate/shared/database/entries.ts';
import { advanceLine, dropJoined, readJoined } from '@fairgate/shared/redis/waiting-room.ts';
import type { WorkerStores } from '../worker-stores.ts';

const entriesPerCopy = 2_000;

/** Moves serving forward, whether or not a gateway is asked about the drop. */
export async function advanceLines({ redis, epoch, liveDrops, outage }: WorkerStores): Promise<void> {
  const current = epoch.current();
  if (current === null) return;
  const drops = await liveDrops.open();
  await Promise.all(
    drops.map((drop) =>
      advanceLine(redis, { epoch: current, eventId: drop.eventId, dropId: drop.id }, outage.isInterrupted()),
    ),
  );
}

/** Writes down how far each line got. */
export async function saveLines({ database, redis, epoch, liveDrops, outage }: WorkerStores): Promise<void> {
  const current = epoch.current();
  if (current === null) return;
  for (const drop of await liveDrops.open()) {
    const place = { epoch: current, eventId: drop.eventId, dropId: drop.id };
    const line = await advanceLine(redis, place, outage.isInterrupted());
    if (line.kind === 'line') await saveServed(database, drop.eventId, drop.id, 0, line.served);
  }
}

/** Copies joins to Postgres, so that no rank is lost with Redis. */
export async function copyJoins({ database, redis, epoch, liveDrops }: WorkerStores): Promise<boolean> {
  const current = epoch.current();
  if (current === null) return false;
  let more = false;
  for (const drop of await liveDrops.all()) {
    const place = { epoch: current, eventId: drop.eventId, dropId: drop.id };
    const entries = await readJoined(redis, place, entriesPerCopy);
    if (entries.length === 0) continue;
    // From a Redis that went back they would be other people's indices.
    if (!(await epoch.confirm(current))) return false;
    if (!(await copyEntries(database, place, entries))) return false;
    await dropJoined(redis, place, entries);
    more = more || entries.length === entriesPerCopy;
  }
  return more;
}
