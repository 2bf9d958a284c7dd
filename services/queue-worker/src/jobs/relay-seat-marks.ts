import { loadStatuses } from '@fairgate/shared/database/event-inventory.ts';
import {
  markOutboxApplied,
  markOutboxFailed,
  type OutboxRow,
  postponeOutbox,
  takeOutbox,
} from '@fairgate/shared/database/outbox.ts';
import { loadOrderHolds } from '@fairgate/shared/database/unfinished-leases.ts';
import { seatStatus, statusAt } from '@fairgate/shared/domain/seat-status.ts';
import { markSeats, readSeatMap } from '@fairgate/shared/redis/fill-event.ts';
import { releaseHold } from '@fairgate/shared/redis/hold-seats.ts';
import { isRedisFailure } from '@fairgate/shared/redis/redis-failure.ts';
import type { WorkerStores } from '../worker-stores.ts';
import { prolongOrderLeases } from './prolong-leases.ts';

const rowsPerRound = 200;
const retrySeconds = 2;
/** Those that this version knows; others are left for the workers that know them. */
const markKinds = ['sold', 'free', 'lease'];

interface SeatMarks {
  /** lease: the order's deadline was moved, and its leases follow. */
  readonly mark: 'sold' | 'free' | 'lease';
  readonly orderId: string;
  readonly tickets: readonly number[];
}

/** Shows in Redis what sales and ended orders changed, as the ledger has it by now. */
export async function relaySeatMarks(stores: WorkerStores): Promise<boolean> {
  const epoch = stores.epoch.current();
  if (epoch === null) return false;
  const rows = await takeOutbox(stores.database, 'seat-marks', retrySeconds, rowsPerRound, markKinds);
  const byEvent = new Map<string, OutboxRow[]>();
  for (const row of rows) {
    const eventId = row.eventId ?? '';
    byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), row]);
  }
  for (const [eventId, own] of byEvent) {
    try {
      await relayMarksOf(stores, epoch, eventId, own);
    } catch (error) {
      // An event whose marks cannot be set does not keep the others' waiting.
      stores.log.warn({ err: error, eventId }, 'seat marks were not set and are tried again');
      await putBack(stores, own, error);
    }
  }
  return rows.length === rowsPerRound;
}

/** A Redis that is away says nothing of the marks: these tries do not count, and nothing waits for long once it is back. */
async function putBack(
  { database }: WorkerStores,
  rows: readonly OutboxRow[],
  error: unknown,
): Promise<void> {
  const ids = rows.map((row) => row.id);
  if (isRedisFailure(error)) await postponeOutbox(database, ids, retrySeconds);
  else for (const id of ids) await markOutboxFailed(database, id, String(error));
}

async function relayMarksOf(
  stores: WorkerStores,
  epoch: number,
  eventId: string,
  rows: readonly OutboxRow[],
): Promise<void> {
  const marks = rows.map((row) => row.payload as unknown as SeatMarks);
  for (const { orderId } of marks.filter(({ mark }) => mark === 'lease'))
    await prolongOrderLeases(stores, epoch, eventId, orderId);
  await releaseEndedHolds(stores, epoch, eventId, marks);
  await showAsLedgerSays(
    stores,
    epoch,
    eventId,
    marks.flatMap((mark) => [...mark.tickets]),
  );
  await markOutboxApplied(
    stores.database,
    rows.map((row) => row.id),
    epoch,
    retrySeconds,
  );
}

async function releaseEndedHolds(
  { database, redis }: WorkerStores,
  epoch: number,
  eventId: string,
  marks: readonly SeatMarks[],
): Promise<void> {
  const ended = marks.filter((mark) => mark.mark === 'free').map((mark) => mark.orderId);
  if (ended.length === 0) return;
  const holds = await loadOrderHolds(database, eventId, ended);
  await Promise.all(holds.map((hold) => releaseHold(redis, { epoch, eventId, ...hold }, hold.orderId)));
}

/** A sale always shows. What became free shows only if nothing changed since the map was read: a later sale wins. */
async function showAsLedgerSays(
  { database, redis }: WorkerStores,
  epoch: number,
  eventId: string,
  tickets: readonly number[],
): Promise<void> {
  const shown = await readSeatMap(redis, epoch, eventId);
  if (shown === null) return;
  const statuses = await loadStatuses(database, eventId, tickets);
  const marks = statuses.map(({ number, status }) => {
    const seen = status === seatStatus.sold ? ('any' as const) : statusAt(shown.map, number);
    return { number, seen, set: status };
  });
  await markSeats(redis, epoch, eventId, marks);
}
