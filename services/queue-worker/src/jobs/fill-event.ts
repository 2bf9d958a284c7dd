import { loadUsedTurns } from '@fairgate/shared/database/admissions.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { DropRecord } from '@fairgate/shared/database/drop-record.ts';
import { loadEntries, loadGaps, loadLane } from '@fairgate/shared/database/entries.ts';
import { loadInventory } from '@fairgate/shared/database/event-inventory.ts';
import { loadClaimedTickets } from '@fairgate/shared/database/unfinished-leases.ts';
import { leaseGraceSeconds } from '@fairgate/shared/domain/limits.ts';
import { seatSegments } from '@fairgate/shared/domain/seat-segments.ts';
import { statusCorrections } from '@fairgate/shared/domain/seat-status.ts';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import {
  fillSegments,
  markReady,
  markSeats,
  publishDrop,
  readSeatMap,
  restoreLease,
} from '@fairgate/shared/redis/fill-event.ts';
import { restoreAdmission, restoreEntries } from '@fairgate/shared/redis/waiting-room.ts';

interface Stores {
  readonly database: Database;
  readonly redis: RedisConnection;
}

const entriesPerPage = 5_000;
/** Scripts look through the gaps at every turn: only the longest are worth it. */
const gapsMax = 20;

/**
 * Writes an event's keys from Postgres. `fresh`: into an epoch that nobody uses yet, with lines, admissions and leases
 * as Postgres has them. `live`: into the epoch in force, where only settings, seats and statuses are brought up to date.
 */
export async function fillEvent(
  stores: Stores,
  epoch: number,
  eventId: string,
  drops: readonly DropRecord[],
  mode: 'fresh' | 'live',
): Promise<void> {
  const { database, redis } = stores;
  // The map is read first: a status that Postgres shows afterwards is then at least as new.
  const before = await readSeatMap(redis, epoch, eventId);
  const inventory = await loadInventory(database, eventId);
  await fillSegments(redis, epoch, eventId, seatSegments(inventory.tickets));
  await markSeats(
    redis,
    epoch,
    eventId,
    statusCorrections(before?.map ?? new Uint8Array(), inventory.statuses),
  );
  if (mode === 'fresh') await restoreLeases(stores, epoch, eventId);
  for (const drop of drops) {
    if (mode === 'fresh') await restoreLine(stores, epoch, drop);
    await publish(stores, epoch, drop, mode);
  }
  await markReady(redis, epoch, eventId);
}

async function publish(
  { database, redis }: Stores,
  epoch: number,
  drop: DropRecord,
  mode: 'fresh' | 'live',
): Promise<void> {
  const lane = await loadLane(database, drop.eventId, drop.id, 0);
  await publishDrop(
    redis,
    { epoch, eventId: drop.eventId, dropId: drop.id },
    {
      opensMs: drop.opensMs,
      closesMs: drop.closesMs ?? 0,
      state: drop.state,
      cap: drop.cap,
      ratePerMinute: drop.ratePerMinute,
      limit: drop.limit,
      holdMs: drop.holdSeconds * 1000,
      admissionMs: drop.admissionSeconds * 1000,
      claimMs: drop.claimSeconds * 1000,
      mark: lane.mark,
      // Every index below the mark may have been given out by the Redis that forgot; those that nobody has are passed over.
      next: mode === 'fresh' ? lane.mark : 0,
      served: mode === 'fresh' ? lane.served : 0,
      gaps: mode === 'fresh' ? await loadGaps(database, drop.eventId, drop.id, 0, gapsMax) : [],
    },
  );
}

async function restoreLeases({ database, redis }: Stores, epoch: number, eventId: string): Promise<void> {
  const nowMs = Date.now();
  for (const claim of await loadClaimedTickets(database, eventId)) {
    const deadlineMs = Math.max(claim.deadlineMs, nowMs) + leaseGraceSeconds * 1000;
    await restoreLease(redis, epoch, eventId, {
      number: claim.number,
      holdId: claim.holdId,
      deadlineMs,
      nowMs,
      order: claim,
    });
  }
}

async function restoreLine({ database, redis }: Stores, epoch: number, drop: DropRecord): Promise<void> {
  const place = { epoch, eventId: drop.eventId, dropId: drop.id };
  let after = -1;
  for (;;) {
    const page = await loadEntries(database, drop.eventId, drop.id, 0, after, entriesPerPage);
    await restoreEntries(redis, place, page);
    after = page.at(-1)?.index ?? after;
    if (page.length < entriesPerPage) break;
  }
  for (const admission of await loadUsedTurns(database, drop.eventId, drop.id)) {
    await restoreAdmission(redis, place, admission);
  }
}
