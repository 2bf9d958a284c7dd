import type { Redis } from 'ioredis';
import { type DropRefusal, dropRefusal } from './hold-seats.ts';
import { type DropKeys, dropKeys } from './keys.ts';
import { runScript } from './scripts.ts';

export interface DropPlace {
  readonly epoch: number;
  readonly eventId: string;
  readonly dropId: string;
}

export type JoinOutcome =
  | { readonly kind: 'joined' | 'already'; readonly lane: number; readonly index: number }
  /** Every index below `mark` is given out: Postgres must grant more (see raiseMark). */
  | { readonly kind: 'needMark'; readonly mark: number }
  | { readonly kind: 'closed' | 'unknownDrop' | 'notReady' };

/** One entry per account, however often it is asked. One Lua call. */
export async function joinWaitingRoom(
  redis: Redis,
  place: DropPlace,
  accountId: string,
): Promise<JoinOutcome> {
  const keys = dropKeys(place.epoch, place.eventId, place.dropId);
  const names = [keys.ready, keys.drop, keys.entries, keys.joined, keys.admitted, keys.admissions];
  const [outcome, first, second] = await runScript(redis, 'waiting-room-join', names, [
    uuidBytes(accountId),
    accountId,
  ]);
  switch (outcome) {
    case 'JOINED':
      return { kind: 'joined', lane: Number(first), index: Number(second) };
    case 'ALREADY':
      return { kind: 'already', lane: Number(first), index: Number(second) };
    case 'NEED_MARK':
      return { kind: 'needMark', mark: Number(first) };
    default:
      return dropRefusal(outcome) as { kind: 'closed' | 'unknownDrop' | 'notReady' };
  }
}

export async function raiseMark(redis: Redis, place: DropPlace, mark: number): Promise<void> {
  await runScript(redis, 'mark-raise', [dropKeys(place.epoch, place.eventId, place.dropId).drop], [mark]);
}

/** How the line stands, by Redis's clock. Serving and joined are counts: indices below them were served, handed out. */
export interface LineStanding {
  readonly kind: 'line';
  readonly served: number;
  readonly joined: number;
  readonly admitted: number;
  readonly openTurns: number;
  readonly nowMs: number;
  readonly opensMs: number;
  /** 0: it closes only by hand. */
  readonly closesMs: number;
  readonly state: string;
  readonly cap: number;
  readonly ratePerMinute: number;
}

/** In one call at most this many turns are given; the next call gives the rest. */
const turnsPerCallMax = 2_000;

/**
 * Moves serving forward by elapsed time × rate, unless payments are interrupted. Harmless to call from many places and at
 * any pace.
 */
export async function advanceLine(
  redis: Redis,
  place: DropPlace,
  interrupted = false,
): Promise<LineStanding | { readonly kind: 'unknownDrop' | 'notReady' }> {
  const keys = dropKeys(place.epoch, place.eventId, place.dropId);
  const names = [keys.ready, keys.drop, keys.serving, keys.turns, keys.admitted, keys.returning];
  const [outcome, ...values] = await runScript(redis, 'waiting-room-advance', names, [
    turnsPerCallMax,
    interrupted ? 1 : 0,
  ]);
  if (outcome !== 'LINE') return dropRefusal(outcome) as { kind: 'unknownDrop' | 'notReady' };
  const number = (at: number): number => Number(values[at]);
  return {
    kind: 'line',
    served: number(0),
    joined: number(1),
    admitted: number(2),
    openTurns: number(3),
    nowMs: number(4),
    opensMs: number(5),
    closesMs: number(6),
    state: values[7] ?? '',
    cap: number(8),
    ratePerMinute: number(9),
  };
}

export type GrantOutcome =
  | { readonly kind: 'granted' | 'already'; readonly admissionId: string; readonly expiresMs: number }
  | { readonly kind: 'notYet'; readonly served: number }
  | { readonly kind: 'full' | 'turnUsed' | 'notEntered' }
  | { readonly kind: DropRefusal };

/** Exchanges a served entry for an admission; `admissionId` is used if a new one is granted. */
export async function grantAdmission(
  redis: Redis,
  place: DropPlace,
  entry: { readonly accountId: string; readonly lane: number; readonly index: number },
  admissionId: string,
): Promise<GrantOutcome> {
  const keys = dropKeys(place.epoch, place.eventId, place.dropId);
  const names = [
    keys.ready,
    keys.drop,
    keys.serving,
    keys.turns,
    keys.admitted,
    keys.entries,
    keys.admissions,
    keys.returning,
  ];
  const args = [uuidBytes(entry.accountId), entry.accountId, entry.lane, entry.index, admissionId];
  const [outcome, first = '', second] = await runScript(redis, 'admission-grant', names, args);
  switch (outcome) {
    case 'GRANTED':
      return { kind: 'granted', admissionId: first, expiresMs: Number(second) };
    case 'ALREADY':
      return { kind: 'already', admissionId: first, expiresMs: Number(second) };
    case 'NOT_YET':
      return { kind: 'notYet', served: Number(first) };
    case 'FULL':
      return { kind: 'full' };
    case 'TURN_USED':
      return { kind: 'turnUsed' };
    case 'NOT_ENTERED':
      return { kind: 'notEntered' };
    default:
      return dropRefusal(outcome);
  }
}

/** Frees the admission's slot. Ending one that ended is harmless. */
export async function endAdmission(
  redis: Redis,
  place: DropPlace,
  accountId: string,
  admissionId: string,
): Promise<void> {
  const keys = dropKeys(place.epoch, place.eventId, place.dropId);
  await runScript(redis, 'admission-end', [keys.admitted, keys.admissions], [accountId, admissionId]);
}

/** A join on its way to Postgres. */
export interface JoinedEntry {
  readonly accountId: string;
  readonly lane: number;
  readonly index: number;
  readonly joinedMs: number;
}

/** The oldest joins that Postgres does not have yet, at most `max`. They stay until dropJoined. */
export async function readJoined(redis: Redis, place: DropPlace, max: number): Promise<JoinedEntry[]> {
  const { joined } = dropKeys(place.epoch, place.eventId, place.dropId);
  return (await redis.lrange(joined, 0, max - 1)).map((line) => {
    const [accountId = '', lane, index, joinedMs] = line.split(':');
    return { accountId, lane: Number(lane), index: Number(index), joinedMs: Number(joinedMs) };
  });
}

/** Forgets joins that were copied; harmless when another copier was faster. */
export async function dropJoined(
  redis: Redis,
  place: DropPlace,
  copied: readonly JoinedEntry[],
): Promise<void> {
  const [oldest] = copied;
  if (oldest === undefined) return;
  const { joined } = dropKeys(place.epoch, place.eventId, place.dropId);
  const line = `${oldest.accountId}:${oldest.lane}:${oldest.index}:${oldest.joinedMs}`;
  await runScript(redis, 'joined-drop', [joined], [line, copied.length]);
}

/** Puts entries back as Postgres has them, when an epoch is filled. Existing ones are left alone. */
export async function restoreEntries(
  redis: Redis,
  place: DropPlace,
  entries: readonly JoinedEntry[],
): Promise<void> {
  const keys: DropKeys = dropKeys(place.epoch, place.eventId, place.dropId);
  await Promise.all(
    entries.map((entry) =>
      redis.hsetnx(keys.entries, uuidBytes(entry.accountId), `${entry.lane}:${entry.index}`),
    ),
  );
}

/**
 * Puts an admission back under its account's newest entry. One that ended counts too: it says that the turn was used.
 * Both keys are written together: a half of them would be a used turn without an admission.
 */
export async function restoreAdmission(
  redis: Redis,
  place: DropPlace,
  admission: { readonly accountId: string; readonly admissionId: string; readonly expiresMs: number },
): Promise<void> {
  const keys = dropKeys(place.epoch, place.eventId, place.dropId);
  await redis
    .multi()
    .zadd(keys.admitted, 'NX', admission.expiresMs, admission.accountId)
    .hsetnx(keys.admissions, admission.accountId, admission.admissionId)
    .exec();
}

/** A UUID's 16 bytes: a million of them as field names cost less than half of their text. */
export function uuidBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}
