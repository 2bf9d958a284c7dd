import type { DropStatus } from '@fairgate/shared/contracts/waiting-room.ts';
import { type DrawRecord, type DropRecord, drawName } from '@fairgate/shared/database/drop-record.ts';
import { dropPhase } from '@fairgate/shared/domain/drop-phase.ts';
import { pollAdviceFor } from '@fairgate/shared/domain/poll-advice.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { OutageView } from '@fairgate/shared/payments/watch-outage.ts';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import { advanceLine, type LineStanding } from '@fairgate/shared/redis/waiting-room.ts';
import type { DropDirectory } from './drop-directory.ts';
import type { EpochView } from './epoch-view.ts';
import type { SeatBoard } from './seat-board.ts';

/**
 * The one status document of each drop, in this gateway's memory. A drop that is being asked about is refreshed once a
 * second by one reading, however many wait; one that nobody asks about costs nothing.
 */
export interface StatusBoard {
  /** The document as bytes, with a tag that changes with it. */
  readonly read: (drop: DropRecord) => Promise<StatusDocument>;
  /** The document that is in memory and fresh, without asking anybody; null: there is none. */
  readonly peek: (dropId: string) => StatusDocument | null;
  /** Tells of every document that differs from the one before, until the returned function is called. */
  readonly follow: (drop: DropRecord, tell: (document: StatusDocument) => void) => () => void;
  readonly stop: () => void;
}

export interface StatusDocument {
  readonly body: string;
  readonly etag: string;
  readonly status: DropStatus;
  /** What it is sent with, as name after value: made once for all who ask. */
  readonly headers: string[];
  readonly knownHeaders: string[];
}

export const statusCaching = 'public, s-maxage=1, stale-while-revalidate=5';

const refreshMs = 1_000;
/** A drop that was not asked about for this long is forgotten. Milliseconds. */
const idleMsMax = 30_000;
/** A document older than this is not shown any more. Milliseconds. */
const staleMsMax = 30_000;

interface Watched {
  drop: DropRecord;
  askedAtMs: number;
  refreshedAtMs: number;
  document: StatusDocument | null;
  refreshing: Promise<void> | null;
  readonly followers: Set<(document: StatusDocument) => void>;
}

export function createStatusBoard(
  redis: RedisConnection,
  epoch: EpochView,
  seats: SeatBoard,
  outage: OutageView,
  drops: DropDirectory,
): StatusBoard {
  const watched = new Map<string, Watched>();

  const refresh = (entry: Watched): Promise<void> => {
    entry.refreshing ??= newest(entry)
      .then((drop) => readStatus(redis, epoch, seats, outage, drop))
      .then((document) => {
        const isNews = document.etag !== entry.document?.etag;
        entry.document = document;
        entry.refreshedAtMs = Date.now();
        if (isNews) for (const tell of entry.followers) tell(document);
      })
      .finally(() => {
        entry.refreshing = null;
      });
    return entry.refreshing;
  };

  /** However seldom somebody asks: who does is told of the seal and the draw as they are. */
  const newest = async (entry: Watched): Promise<DropRecord> => {
    try {
      entry.drop = await drops.find(entry.drop.id);
    } catch (error) {
      // Taken off sale or deleted: nobody is told of it from memory. When Postgres does not answer, it is as it was.
      if (error instanceof Problem && error.code === 'NOT_FOUND') watched.delete(entry.drop.id);
    }
    return entry.drop;
  };

  const timer = setInterval(() => {
    const now = Date.now();
    for (const [dropId, entry] of watched) {
      if (now - entry.askedAtMs > idleMsMax && entry.followers.size === 0) watched.delete(dropId);
      // A reading that failed leaves the last document; it is too old after a while and then refused.
      else refresh(entry).catch(() => undefined);
    }
  }, refreshMs);

  const watch = (drop: DropRecord): Watched => {
    const now = Date.now();
    const known = watched.get(drop.id);
    const entry = known ?? {
      drop,
      askedAtMs: now,
      refreshedAtMs: 0,
      document: null,
      refreshing: null,
      followers: new Set(),
    };
    if (known === undefined) watched.set(drop.id, entry);
    entry.drop = drop;
    entry.askedAtMs = now;
    return entry;
  };

  return {
    peek(dropId) {
      const entry = watched.get(dropId);
      const now = Date.now();
      if (entry === undefined || now - entry.refreshedAtMs > staleMsMax) return null;
      entry.askedAtMs = now;
      return entry.document;
    },
    follow(drop, tell) {
      const { followers } = watch(drop);
      followers.add(tell);
      return () => followers.delete(tell);
    },
    async read(drop) {
      const entry = watch(drop);
      const now = Date.now();
      if (entry.document === null || now - entry.refreshedAtMs > staleMsMax) await refresh(entry);
      if (entry.document === null) throw new Problem('STORE_UNAVAILABLE', {}, 2);
      return entry.document;
    },
    stop: () => clearInterval(timer),
  };
}

async function readStatus(
  redis: RedisConnection,
  epoch: EpochView,
  seats: SeatBoard,
  outage: OutageView,
  drop: DropRecord,
): Promise<StatusDocument> {
  const standstill = outage.standstill();
  const interrupted = standstill === 'payments';
  const place = { epoch: epoch.current(), eventId: drop.eventId, dropId: drop.id };
  const [line, availability] = await Promise.all([
    advanceLine(redis, place, standstill),
    seats.availability(drop.eventId, drop.id),
  ]);
  if (line.kind !== 'line') throw new Problem('STORE_UNAVAILABLE', {}, 2);
  const left = availability.categories.reduce((sum, category) => sum + category.free + category.held, 0);
  const known = availability.categories.length > 0;
  const status: DropStatus = {
    phase: dropPhase({ ...line, closesMs: line.closesMs }, known ? left : null, line.nowMs),
    now: new Date(line.nowMs).toISOString(),
    opensAt: new Date(line.opensMs).toISOString(),
    serving: [...line.served],
    joined: [...line.joined],
    draw: drawStanding(line.draw, drop.draw),
    ratePerMinute: line.ratePerMinute,
    poll: pollAdviceFor(waitingIn(line)),
    payments: interrupted ? 'interrupted' : 'working',
    left: known ? left : null,
    availability: availability.version,
    message: drop.messageVersion,
    why: interrupted ? 'none' : line.binds,
  };
  const tag = [
    status.phase,
    status.payments,
    status.draw,
    ...line.served,
    ...line.joined,
    line.ratePerMinute,
    line.opensMs,
    availability.version,
    status.message,
    status.why,
  ];
  const [body, etag] = [JSON.stringify(status), `"${tag.join('-')}"`];
  const knownHeaders = ['etag', etag, 'cache-control', statusCaching, 'x-content-type-options', 'nosniff'];
  const headers = [
    ...['content-type', 'application/json', 'content-length', String(Buffer.byteLength(body))],
    ...knownHeaders,
  ];
  return { body, etag, status, headers, knownHeaders };
}

function waitingIn({ joined, served }: LineStanding): number {
  return joined.reduce((sum, count, lane) => sum + Math.max(0, count - (served[lane] ?? 0)), 0);
}

/** A draw counts once the line goes by it, in Redis, and this gateway knows it: who hears of it asks for a rank next. */
function drawStanding(name: string, draw: DrawRecord | null): DropStatus['draw'] {
  if (name === '') return 'none';
  if (draw === null || draw.state === 'SCHEDULED') return 'scheduled';
  return name === drawName(draw) && name !== 'pending' ? 'drawn' : 'sealed';
}
