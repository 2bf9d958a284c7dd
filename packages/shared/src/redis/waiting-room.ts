import type { Redis } from 'ioredis';
import type { LineBound, Standstill } from '../domain/line-bounds.ts';
import { type IndexRange, readRanges } from '../domain/ranks.ts';
import { reach } from '../process/crash-points.ts';
import { type DropRefusal, dropRefusal } from './hold-seats.ts';
import type { ProofRule } from './join-pressure.ts';
import { dropKeys, usedProofKey } from './keys.ts';
import { runScript } from './scripts.ts';

export interface DropPlace {
  readonly epoch: number;
  readonly eventId: string;
  readonly dropId: string;
}

export interface JoinedPlace {
  readonly lane: number;
  readonly index: number;
  /** Ranges of the lane's indices that nobody has. */
  readonly skipped: readonly IndexRange[];
}

export type JoinOutcome =
  | ({ readonly kind: 'joined' | 'already' } & JoinedPlace)
  /** Every index of the lane below `mark` is given out: Postgres must grant more (see raiseMark). */
  | { readonly kind: 'needMark'; readonly mark: number }
  | { readonly kind: 'closed' | 'unknownDrop' | 'notReady' | 'laneFull' | 'needProof' | 'proofUsed' };

/**
 * One entry per account, however often it is asked. One Lua call.
 * @param lane of a new entry
 * @param mayChange an entry that waits in another lane is given up for one in this
 * @param proofRule null: no proof is ever asked for
 */
export async function joinWaitingRoom(
  redis: Redis,
  place: DropPlace,
  accountId: string,
  lane: number,
  mayChange = false,
  proofRule: ProofRule | null = null,
): Promise<JoinOutcome> {
  const keys = dropKeys(place.epoch, place.eventId, place.dropId);
  const proof = proofRule?.proof ?? null;
  const usedProof = usedProofKey(place.epoch, place.eventId, place.dropId, proof?.nonce ?? '');
  const names = [
    ...[keys.ready, keys.drop, keys.entries, keys.joined, keys.admitted, keys.admissions],
    usedProof,
  ];
  reach('join-waiting-room.before');
  const [outcome, first, second, skipped = ''] = await runScript(redis, 'waiting-room-join', names, [
    uuidBytes(accountId),
    accountId,
    lane,
    mayChange ? 1 : 0,
    proofRule?.unprovenAsksMax ?? '',
    proof?.keptMs ?? '',
  ]);
  reach('join-waiting-room.after');
  switch (outcome) {
    case 'JOINED':
      return { kind: 'joined', lane: Number(first), index: Number(second), skipped: readRanges(skipped) };
    case 'ALREADY':
      return { kind: 'already', lane: Number(first), index: Number(second), skipped: readRanges(skipped) };
    case 'NEED_MARK':
      return { kind: 'needMark', mark: Number(first) };
    case 'LANE_FULL':
      return { kind: 'laneFull' };
    case 'NEED_PROOF':
      return { kind: 'needProof' };
    case 'PROOF_USED':
      return { kind: 'proofUsed' };
    default:
      return dropRefusal(outcome) as { kind: 'closed' | 'unknownDrop' | 'notReady' };
  }
}

export async function raiseMark(redis: Redis, place: DropPlace, lane: number, mark: number): Promise<void> {
  reach('raise-mark.before');
  const { drop } = dropKeys(place.epoch, place.eventId, place.dropId);
  await runScript(redis, 'mark-raise', [drop], [lane, mark]);
  reach('raise-mark.after');
}

/** How the line stands, by Redis's clock. */
export interface LineStanding {
  readonly kind: 'line';
  /** By lane from 0: how many people were served, and how many joined. */
  readonly served: readonly number[];
  readonly joined: readonly number[];
  readonly admitted: number;
  readonly openTurns: number;
  readonly nowMs: number;
  readonly opensMs: number;
  /** 0: it closes only by hand. */
  readonly closesMs: number;
  readonly state: string;
  readonly cap: number;
  /** Turns a minute as they are given now: the drop's rate, or the share of it that the purchase keeps up with. */
  readonly ratePerMinute: number;
  /** Empty: none. `pending`: no turn is given before it. Else which one ranks go by. */
  readonly draw: string;
  readonly binds: LineBound;
}

/** In one call at most this many turns are given; the next call gives the rest. */
const turnsPerCallMax = 2_000;

/**
 * Moves serving forward by elapsed time × rate, as far as what was measured allows (see redis/capacity). Harmless to call from
 * many places and at any pace.
 * @param standstill why no line moves at the moment
 */
export async function advanceLine(
  redis: Redis,
  place: DropPlace,
  standstill: Standstill = '',
): Promise<LineStanding | { readonly kind: 'unknownDrop' | 'notReady' }> {
  const keys = dropKeys(place.epoch, place.eventId, place.dropId);
  const names = [keys.ready, keys.drop, keys.serving, keys.turns, keys.admitted, keys.returning];
  reach('advance-line.before');
  const [outcome, ...values] = await runScript(redis, 'waiting-room-advance', names, [
    turnsPerCallMax,
    standstill,
  ]);
  reach('advance-line.after');
  if (outcome !== 'LINE') return dropRefusal(outcome) as { kind: 'unknownDrop' | 'notReady' };
  const number = (at: number): number => Number(values[at]);
  const perLane = (at: number): number[] => (values[at] ?? '').split(',').map(Number);
  return {
    kind: 'line',
    served: perLane(0),
    joined: perLane(1),
    admitted: number(2),
    openTurns: number(3),
    nowMs: number(4),
    opensMs: number(5),
    closesMs: number(6),
    state: values[7] ?? '',
    cap: number(8),
    ratePerMinute: number(9),
    draw: values[10] ?? '',
    binds: (values[11] ?? 'none') as LineBound,
  };
}

export type GrantOutcome =
  | { readonly kind: 'granted' | 'already'; readonly admissionId: string; readonly expiresMs: number }
  /** How many people of the lane were served. */
  | { readonly kind: 'notYet'; readonly served: number }
  /** notDrawn: the line waits for its draw, or goes by another one than the caller knows. */
  | { readonly kind: 'full' | 'turnUsed' | 'notEntered' | 'notDrawn' }
  | { readonly kind: DropRefusal };

/** An entry, and where the draw that the caller knows has put it. */
export interface DrawnEntry {
  readonly accountId: string;
  readonly lane: number;
  readonly index: number;
  /** In the lane, from 0. */
  readonly position: number;
  readonly draw: string;
}

/** Exchanges a served entry for an admission; `admissionId` is used if a new one is granted. */
export async function grantAdmission(
  redis: Redis,
  place: DropPlace,
  entry: DrawnEntry,
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
  const { accountId, lane, index, position, draw } = entry;
  const args = [uuidBytes(accountId), accountId, lane, index, admissionId, position, draw];
  reach('grant-admission.before');
  const [outcome, first = '', second = ''] = await runScript(redis, 'admission-grant', names, args);
  reach('grant-admission.after');
  switch (outcome) {
    case 'GRANTED':
      return { kind: 'granted', admissionId: first, expiresMs: Number(second) };
    case 'ALREADY':
      return { kind: 'already', admissionId: first, expiresMs: Number(second) };
    case 'NOT_YET':
      return { kind: 'notYet', served: Number(first) };
    case 'NOT_DRAWN':
      return { kind: 'notDrawn' };
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
  reach('end-admission.before');
  await runScript(redis, 'admission-end', [keys.admitted, keys.admissions], [accountId, admissionId]);
  reach('end-admission.after');
}

/** Per lane from 0, the index that is given out next. Empty: this epoch does not know the drop. */
export async function readNexts(redis: Redis, place: DropPlace): Promise<number[]> {
  const { drop } = dropKeys(place.epoch, place.eventId, place.dropId);
  const lanes = Number((await redis.hget(drop, 'lanes')) ?? 0);
  if (lanes === 0) return [];
  const fields = Array.from({ length: lanes }, (_, lane) => `next${lane}`);
  return (await redis.hmget(drop, ...fields)).map(Number);
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
  reach('drop-joined.before');
  await runScript(redis, 'joined-drop', [joined], [line, copied.length]);
  reach('drop-joined.after');
}

/** A UUID's 16 bytes: a million of them as field names cost less than half of their text. */
export function uuidBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}
