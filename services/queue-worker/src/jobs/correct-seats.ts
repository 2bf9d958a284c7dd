import { loadStatuses } from '@fairgate/shared/database/event-inventory.ts';
import {
  loadAllStatuses,
  loadChangedStatuses,
  readDatabaseClock,
} from '@fairgate/shared/database/ledger-changes.ts';
import { type SeatStatus, statusCorrections } from '@fairgate/shared/domain/seat-status.ts';
import { markSeats, readSeatMap } from '@fairgate/shared/redis/fill-event.ts';
import { roundKey } from '@fairgate/shared/redis/keys.ts';
import type { WorkerStores } from '../worker-stores.ts';

/** Compares what Redis shows with the ledger, in one worker at a time, and mends what differs. Milliseconds. */
export const correctSeatsEveryMs = 4_000;
/** All of an event is read anew after this, whatever is known. Milliseconds. */
const wholeEveryMs = 120_000;
/** Statements that append take less: an entry may be seen so long after the time it bears. Milliseconds. */
const appendMsMax = 15_000;

type Ledger = Map<number, Exclude<SeatStatus, 1>>;

/** An event as the ledger had it when this worker last read it. */
interface Known {
  readonly ledger: Ledger;
  readonly wholeAtMs: number;
}

/**
 * The round that keeps sold marks within five seconds of the ledger. It remembers the statuses of open events and asks
 * Postgres for what was appended since; the map itself is some kilobytes. What seems wrong is asked again before it is
 * mended, so that what is remembered decides nothing.
 */
export function createSeatCorrector(): (stores: WorkerStores) => Promise<void> {
  const events = new Map<string, Known>();
  let readUpToMs = 0;

  const catchUp = async ({ database }: WorkerStores, eventIds: ReadonlySet<string>): Promise<void> => {
    const nowMs = await readDatabaseClock(database);
    const changed = events.size === 0 ? [] : await loadChangedStatuses(database, readUpToMs - appendMsMax);
    for (const { eventId, number, status } of changed) events.get(eventId)?.ledger.set(number, status);
    readUpToMs = nowMs;
    for (const eventId of events.keys()) if (!eventIds.has(eventId)) events.delete(eventId);
    for (const eventId of eventIds) {
      const known = events.get(eventId);
      if (known !== undefined && nowMs - known.wholeAtMs < wholeEveryMs) continue;
      const statuses = await loadAllStatuses(database, eventId);
      const ledger: Ledger = new Map(statuses.map(({ number, status }) => [number, status]));
      events.set(eventId, { ledger, wholeAtMs: nowMs });
    }
  };

  return async (stores) => {
    const { database, redis, epoch, liveDrops, log } = stores;
    const current = epoch.current();
    if (current === null) return;
    const mine = await redis.set(roundKey('correct-seats'), '1', 'PX', correctSeatsEveryMs - 500, 'NX');
    if (mine === null) return;
    const eventIds = new Set((await liveDrops.open()).map((drop) => drop.eventId));
    await catchUp(stores, eventIds);
    for (const eventId of eventIds) {
      const shown = await readSeatMap(redis, current, eventId);
      const ledger = events.get(eventId)?.ledger;
      if (shown === null || ledger === undefined) continue;
      const suspects = statusCorrections(shown.map, asStatuses(ledger)).map(({ number }) => number);
      if (suspects.length === 0) continue;
      const statuses = await loadStatuses(database, eventId, suspects);
      for (const { number, status } of statuses) ledger.set(number, status);
      const corrections = statusCorrections(shown.map, statuses);
      if (corrections.length === 0) continue;
      log.info(
        { eventId, count: corrections.length },
        'seat statuses differed from the ledger and are mended',
      );
      await markSeats(redis, current, eventId, corrections);
    }
  };
}

function* asStatuses(ledger: Ledger) {
  for (const [number, status] of ledger) yield { number, status };
}
