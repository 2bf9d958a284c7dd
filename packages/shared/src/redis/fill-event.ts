import type { Redis } from 'ioredis';
import { countIndices, type IndexRange, writeRanges } from '../domain/ranks.ts';
import type { SeatSegment } from '../domain/seat-segments.ts';
import type { StatusMark } from '../domain/seat-status.ts';
import { reach } from '../process/crash-points.ts';
import { seatKeys } from './hold-seats.ts';
import { accountHoldsKey, dropKeys, eventKeys, holdKey, roundKey } from './keys.ts';
import { runScript } from './scripts.ts';
import type { DropPlace } from './waiting-room.ts';

/** One script call holds Redis up no longer than this many tickets take (a few milliseconds). */
const filedPerCall = 1_000;
const marksPerCall = 500;

/**
 * Files an event's segments, all of them: those filed before and not named now are forgotten. Bits and leases stay, so
 * a repeated fill is harmless, also while the sale runs.
 */
export async function fillSegments(
  redis: Redis,
  epoch: number,
  eventId: string,
  segments: readonly SeatSegment[],
): Promise<void> {
  const keys = seatKeys(eventKeys(epoch, eventId));
  const total = segments.reduce((most, segment) => Math.max(most, segment.id + 1), 0);
  let chunk: (string | number)[] = [total];
  let tickets = 0;
  for (const segment of segments) {
    chunk.push(segment.id, segment.dropId, segment.categoryId, segment.rank, placesOf(segment));
    tickets += segment.numbers.length;
    if (tickets < filedPerCall) continue;
    await fileSegments(redis, keys, chunk);
    chunk = [total];
    tickets = 0;
  }
  await fileSegments(redis, keys, chunk);
}

async function fileSegments(
  redis: Redis,
  keys: readonly string[],
  chunk: readonly (string | number)[],
): Promise<void> {
  reach('fill-segments.before');
  await runScript(redis, 'event-fill', keys, chunk);
  reach('fill-segments.after');
}

function placesOf({ numbers, columns }: SeatSegment): string {
  if (columns === null) return numbers.join(',');
  return numbers.map((number, at) => `${number}:${columns[at]}`).join(',');
}

/** Sets statuses as Postgres says, each only if it still shows what the caller saw. */
export async function markSeats(
  redis: Redis,
  epoch: number,
  eventId: string,
  marks: readonly StatusMark[],
): Promise<void> {
  const keys = seatKeys(eventKeys(epoch, eventId));
  for (let start = 0; start < marks.length; start += marksPerCall) {
    const args = marks
      .slice(start, start + marksPerCall)
      .flatMap((mark) => [mark.number, mark.seen, mark.set]);
    reach('mark-seats.before');
    await runScript(redis, 'seats-mark', keys, args);
    reach('mark-seats.after');
  }
}

export interface DropSettings {
  readonly opensMs: number;
  /** 0: it closes only by hand. */
  readonly closesMs: number;
  readonly state: string;
  readonly cap: number;
  readonly ratePerMinute: number;
  readonly limit: number;
  readonly holdMs: number;
  readonly admissionMs: number;
  readonly claimMs: number;
  /** Empty: the line goes by the order of joining. `pending`: it waits for its draw. Else which draw ranks go by. */
  readonly draw: string;
  /** Which lane each turn is of, one digit a turn, over and over (see domain/lane-order.ts). */
  readonly order: string;
  /** From lane 0. */
  readonly lanes: readonly LaneLine[];
}

export interface LaneLine {
  /** Postgres granted indices below it. */
  readonly mark: number;
  /** The first index that was certainly never given out, and how many people were served, as Postgres knows. */
  readonly next: number;
  readonly served: number;
  /** Index ranges below `next` that nobody has, ends left out: every one there ever was. Fewer than known: as known. */
  readonly skipped: readonly IndexRange[];
  /** How many people may join it; 0: any number. */
  readonly places: number;
}

export async function publishDrop(redis: Redis, place: DropPlace, settings: DropSettings): Promise<void> {
  const keys = dropKeys(place.epoch, place.eventId, place.dropId);
  reach('publish-drop.before');
  await runScript(
    redis,
    'drop-publish',
    [keys.drop, keys.serving],
    [
      settings.opensMs,
      settings.closesMs,
      settings.state,
      settings.cap,
      settings.ratePerMinute,
      settings.limit,
      settings.holdMs,
      settings.admissionMs,
      settings.claimMs,
      settings.draw,
      settings.order,
      settings.lanes.length,
      ...settings.lanes.flatMap(laneArguments),
    ],
  );
  reach('publish-drop.after');
}

function laneArguments({ mark, next, served, skipped, places }: LaneLine): (string | number)[] {
  return [mark, next, served, writeRanges(skipped), countIndices(skipped), places];
}

/** The event's keys are complete: scripts answer from now on. */
export async function markReady(redis: Redis, epoch: number, eventId: string): Promise<void> {
  reach('mark-ready.before');
  await redis.set(eventKeys(epoch, eventId).ready, '1');
  reach('mark-ready.after');
}

/** Whether the event was filled in this epoch. */
export async function isReady(redis: Redis, epoch: number, eventId: string): Promise<boolean> {
  return (await redis.exists(eventKeys(epoch, eventId).ready)) === 1;
}

/** Whether this epoch knows the drop. */
export async function isPublished(redis: Redis, place: DropPlace): Promise<boolean> {
  return (await redis.exists(dropKeys(place.epoch, place.eventId, place.dropId).drop)) === 1;
}

export type RestoreOutcome = 'restored' | 'leased' | 'sold' | 'past';

/**
 * Takes back a lease of an order that was unfinished when Redis forgot, never over a lease that lives or over a sale.
 * With `order`, its hold too comes back as the order had bound it; without, nobody but the deadline can end the lease.
 */
export async function restoreLease(
  redis: Redis,
  epoch: number,
  eventId: string,
  lease: {
    readonly number: number;
    readonly holdId: string;
    readonly deadlineMs: number;
    readonly nowMs: number;
    readonly order?: { readonly orderId: string; readonly accountId: string; readonly dropId: string };
  },
): Promise<RestoreOutcome> {
  const { orderId = '', accountId = '', dropId = '' } = lease.order ?? {};
  const keys = [
    ...seatKeys(eventKeys(epoch, eventId)),
    holdKey(epoch, eventId, lease.holdId),
    accountHoldsKey(epoch, eventId, accountId),
  ];
  const leftMs = lease.deadlineMs - lease.nowMs;
  const args = [lease.number, lease.holdId, leftMs, accountId, dropId, orderId];
  reach('restore-lease.before');
  const [outcome] = await runScript(redis, 'lease-restore', keys, args);
  reach('restore-lease.after');
  return outcome.toLowerCase() as RestoreOutcome;
}

/** Lets one worker alone restore a drop's line, for `forMs`. false: another one does. */
export async function lockLineRestore(
  redis: Redis,
  { epoch, dropId }: DropPlace,
  forMs: number,
): Promise<boolean> {
  reach('lock-line-restore.before');
  const taken = await redis.set(roundKey(`restore-line:${epoch}:${dropId}`), '1', 'PX', forMs, 'NX');
  reach('lock-line-restore.after');
  return taken !== null;
}

/** Frees tickets whose lease ran out, at most `max`; how many it freed. */
export async function sweepLeases(
  redis: Redis,
  epoch: number,
  eventId: string,
  max: number,
): Promise<number> {
  const keys = eventKeys(epoch, eventId);
  reach('sweep-leases.before');
  const [outcome, count] = await runScript(redis, 'hold-sweep', [...seatKeys(keys), keys.ready], [max]);
  const swept = outcome === 'SWEPT' ? Number(count) : 0;
  if (swept > 0) reach('sweep-leases.after');
  return swept;
}

/** The status map and the version it has; null before the event is filled. */
export async function readSeatMap(
  redis: Redis,
  epoch: number,
  eventId: string,
): Promise<{ readonly version: number; readonly map: Buffer } | null> {
  const keys = eventKeys(epoch, eventId);
  const [version = null, map = null, ready = null] = await redis.mgetBuffer(
    keys.statusVersion,
    keys.status,
    keys.ready,
  );
  // Filled, and nothing was held or sold yet: then there is no version.
  if (version === null && ready === null) return null;
  return { version: Number(version ?? 0), map: map ?? Buffer.alloc(0) };
}
