import { loadUsedTurns } from '@fairgate/shared/database/admissions.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { type DropRecord, drawName } from '@fairgate/shared/database/drop-record.ts';
import {
  type LaneState,
  loadEntries,
  loadLaneStates,
  noteIndexGap,
} from '@fairgate/shared/database/entries.ts';
import { loadInventory } from '@fairgate/shared/database/event-inventory.ts';
import { loadClaimedTickets } from '@fairgate/shared/database/unfinished-leases.ts';
import { laneOrder } from '@fairgate/shared/domain/lane-order.ts';
import { leaseGraceSeconds } from '@fairgate/shared/domain/limits.ts';
import { seatSegments } from '@fairgate/shared/domain/seat-segments.ts';
import { statusCorrections } from '@fairgate/shared/domain/seat-status.ts';
import { paced } from '@fairgate/shared/process/recovery-pace.ts';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import {
  fillSegments,
  isPublished,
  isReady,
  type LaneLine,
  lockLineRestore,
  markReady,
  markSeats,
  publishDrop,
  readSeatMap,
  restoreLease,
} from '@fairgate/shared/redis/fill-event.ts';
import { restoreAdmission, restoreEntries } from '@fairgate/shared/redis/restore-line.ts';
import type { DropPlace } from '@fairgate/shared/redis/waiting-room.ts';

interface Stores {
  readonly database: Database;
  readonly redis: RedisConnection;
}

const entriesPerPage = 5_000;
/** So many small commands travel together. */
const restoredTogether = 500;
/** Running counters are never set back: this leaves a known line where it is. */
const newLine = { next: 0, served: 0 };
/** Of a lane that was made a moment ago. */
const emptyLine = { ...newLine, mark: 0, skipped: [] };

/** Who restores a lost line is left alone with it for so long; two who do it at once do no harm. Milliseconds. */
const restoreMsMax = 15_000;

/** Into an epoch that nobody uses yet, by who claimed it; or into the one in force. */
export type Filling = { readonly claimedBy: string } | 'live';

/**
 * Writes an event's keys from Postgres: into an epoch that nobody uses yet with lines, admissions and leases as Postgres
 * has them. In the epoch in force settings, seats and statuses are brought up to date, and only what that epoch lacks is
 * restored: its filler failed at the event, or left out a drop that was over by then.
 */
export async function fillEvent(
  stores: Stores,
  epoch: number,
  eventId: string,
  drops: readonly DropRecord[],
  filling: Filling,
): Promise<void> {
  const { database, redis } = stores;
  const isNew = filling !== 'live' || !(await isReady(redis, epoch, eventId));
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
  if (isNew) await restoreLeases(stores, epoch, eventId);
  for (const drop of drops) {
    if (filling === 'live') await publishLive(stores, epoch, drop);
    else await publishRestored(stores, epoch, drop, await loadLaneStates(database, placeOf(drop)), filling);
  }
  await markReady(redis, epoch, eventId);
}

/** A drop that people joined before, and that this epoch does not know, must not begin its line anew. */
async function publishLive(stores: Stores, epoch: number, drop: DropRecord): Promise<void> {
  const { database, redis } = stores;
  const place = { epoch, eventId: drop.eventId, dropId: drop.id };
  // In this order: who publishes it meanwhile may already have had blocks of indices granted.
  const states = await loadLaneStates(database, place);
  const known = states.map((state) => ({ ...state, ...newLine }));
  if (states.every(({ mark }) => mark === 0) || (await isPublished(redis, place)))
    return publish(stores, epoch, drop, known);
  if (!(await lockLineRestore(redis, place, paced(restoreMsMax))))
    throw new Error(`another worker restores the line of drop ${drop.id}`);
  // Not given back: once the drop is known here nobody asks for it again, and after a failure somebody may soon.
  if (await isPublished(redis, place)) await publish(stores, epoch, drop, known);
  else await publishRestored(stores, epoch, drop, states, 'live');
}

/** @param before as they were before this epoch knew the drop: should another publish it meanwhile, it gives out above their marks */
async function publishRestored(
  stores: Stores,
  epoch: number,
  drop: DropRecord,
  before: readonly LaneState[],
  filling: Filling,
): Promise<void> {
  const { database } = stores;
  const place = { epoch, eventId: drop.eventId, dropId: drop.id };
  await restoreLine(stores, epoch, drop);
  const claimedBy = filling === 'live' ? null : filling.claimedBy;
  // Every index below the mark may have been given out by the Redis that forgot; those that nobody has count as nobody.
  for (const [lane, { mark }] of before.entries()) await noteIndexGap(database, place, lane, mark, claimedBy);
  const now = await loadLaneStates(database, place);
  const lines = before.map(({ mark }, lane) => ({
    ...{ mark, next: mark, served: now[lane]?.served ?? 0 },
    skipped: now[lane]?.skipped ?? [],
  }));
  await publish(stores, epoch, drop, lines);
}

async function publish(
  { redis }: Stores,
  epoch: number,
  drop: DropRecord,
  lines: readonly Omit<LaneLine, 'places'>[],
): Promise<void> {
  const lanes = drop.lanes.map(({ lane, places }) => ({
    ...(lines[lane] ?? emptyLine),
    places: places ?? 0,
  }));
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
      draw: drawName(drop.draw),
      order: laneOrder(drop.lanes.map(({ weight }) => weight)),
      lanes,
    },
  );
}

function placeOf({ eventId, id }: DropRecord): { readonly eventId: string; readonly dropId: string } {
  return { eventId, dropId: id };
}

async function restoreLeases({ database, redis }: Stores, epoch: number, eventId: string): Promise<void> {
  const nowMs = Date.now();
  await inParts(await loadClaimedTickets(database, eventId), (claim) =>
    restoreLease(redis, epoch, eventId, {
      number: claim.number,
      holdId: claim.holdId,
      deadlineMs: Math.max(claim.deadlineMs, nowMs) + leaseGraceSeconds * 1000,
      nowMs,
      order: claim,
    }),
  );
}

async function restoreLine(stores: Stores, epoch: number, drop: DropRecord): Promise<void> {
  const place = { epoch, eventId: drop.eventId, dropId: drop.id };
  for (const { lane } of drop.lanes) await restoreLane(stores, place, lane);
  await inParts(await loadUsedTurns(stores.database, drop.eventId, drop.id), (admission) =>
    restoreAdmission(stores.redis, place, admission),
  );
}

async function restoreLane({ database, redis }: Stores, place: DropPlace, lane: number): Promise<void> {
  const pageAfter = (index: number) =>
    loadEntries(database, place.eventId, place.dropId, lane, index, entriesPerPage);
  let page = await pageAfter(-1);
  while (page.length > 0) {
    // Postgres reads the next page while Redis takes this one.
    const next = page.length < entriesPerPage ? Promise.resolve([]) : pageAfter(page.at(-1)?.index ?? 0);
    [, page] = await Promise.all([restoreEntries(redis, place, page), next]);
  }
}

async function inParts<T>(items: readonly T[], restore: (item: T) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < items.length; start += restoredTogether)
    await Promise.all(items.slice(start, start + restoredTogether).map(restore));
}
