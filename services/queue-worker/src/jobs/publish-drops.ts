import { announceOpenings } from '@fairgate/shared/database/announcements.ts';
import { markOutboxDone, takeOutbox } from '@fairgate/shared/database/outbox.ts';
import type { WorkerStores } from '../worker-stores.ts';
import { fillEvent } from './fill-event.ts';

const rowsPerRound = 50;
const retrySeconds = 1;
const announcementsPerRound = 20;

/** Brings a vendor's change of a drop or of tickets into Redis. */
export async function publishDrops(stores: WorkerStores): Promise<void> {
  const epoch = stores.epoch.current();
  if (epoch === null) return;
  const rows = await takeOutbox(stores.database, 'drop-publish', retrySeconds, rowsPerRound);
  if (rows.length === 0) return;
  stores.liveDrops.refresh();
  const drops = await stores.liveDrops.all();
  const eventIds = new Set(rows.map((row) => String(row.payload['eventId'] ?? row.eventId)));
  for (const eventId of eventIds) {
    const own = drops.filter((drop) => drop.eventId === eventId);
    if (own.length > 0) await fillEvent(stores, epoch, eventId, own, 'live');
  }
  await markOutboxDone(
    stores.database,
    rows.map((row) => row.id),
  );
}

/** Says in log and audit log that a drop opened. It is open by the clock; nothing waits for this. */
export async function announceDropOpenings({ database, log }: WorkerStores): Promise<void> {
  for (const drop of await announceOpenings(database, announcementsPerRound)) log.info(drop, 'a drop opened');
}
