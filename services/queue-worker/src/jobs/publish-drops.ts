import { announceOpenings } from '@fairgate/shared/database/announcements.ts';
import {
  markOutboxApplied,
  type OutboxRow,
  postponeOutbox,
  takeOutbox,
} from '@fairgate/shared/database/outbox.ts';
import { isRedisFailure } from '@fairgate/shared/redis/redis-failure.ts';
import type { WorkerStores } from '../worker-stores.ts';
import { fillEvent } from './fill-event.ts';

const rowsPerRound = 50;
const retrySeconds = 1;
const announcementsPerRound = 20;

/** Brings a vendor's change of a drop or of tickets into Redis. */
export async function publishDrops(stores: WorkerStores): Promise<void> {
  const { database, filling } = stores;
  const epoch = stores.epoch.current();
  if (epoch === null) return;
  const rows = await takeOutbox(database, 'drop-publish', retrySeconds, rowsPerRound);
  if (rows.length === 0) return;
  stores.liveDrops.refresh();
  const drops = await stores.liveDrops.all();
  const eventOf = (row: OutboxRow): string => String(row.payload.eventId ?? row.eventId);
  for (const eventId of new Set(rows.map(eventOf))) {
    const own = drops.filter((drop) => drop.eventId === eventId);
    const ids = rows.filter((row) => eventOf(row) === eventId).map((row) => row.id);
    try {
      if (own.length > 0) await fillEvent({ database, redis: filling }, epoch, eventId, own, 'live');
      await markOutboxApplied(database, ids, epoch, retrySeconds);
    } catch (error) {
      // A Redis that is away says nothing about the change: it must not wait longer and longer, or be parked.
      if (isRedisFailure(error)) await postponeOutbox(database, ids, retrySeconds);
      stores.log.error({ err: error, eventId }, 'a change was not published and is tried again');
    }
  }
}

/** Says in log and audit log that a drop opened. It is open by the clock; nothing waits for this. */
export async function announceDropOpenings({ database, log }: WorkerStores): Promise<void> {
  for (const drop of await announceOpenings(database, announcementsPerRound)) log.info(drop, 'a drop opened');
}
