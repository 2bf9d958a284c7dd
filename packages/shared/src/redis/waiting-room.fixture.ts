import { randomUUID } from 'node:crypto';
import type { Sale } from './sale.fixture.ts';
import {
  advanceLine,
  type DrawnEntry,
  type GrantOutcome,
  grantAdmission,
  joinWaitingRoom,
  type LineStanding,
} from './waiting-room.ts';

/** An account with its entry in the drop's waiting room. */
export interface Fan {
  readonly accountId: string;
  readonly lane: number;
  readonly index: number;
}

export async function join(sale: Sale, accountId: string = randomUUID(), lane = 0): Promise<Fan> {
  const outcome = await joinWaitingRoom(sale.redis, sale.place, accountId, lane);
  if (outcome.kind !== 'joined' && outcome.kind !== 'already')
    throw new Error(`no entry: ${JSON.stringify(outcome)}`);
  return { accountId, lane: outcome.lane, index: outcome.index };
}

export async function joinMany(sale: Sale, count: number): Promise<Fan[]> {
  const fans: Fan[] = [];
  for (let at = 0; at < count; at += 1) fans.push(await join(sale));
  return fans;
}

/** How the line of a drop with one lane stands. */
export interface OneLine extends Omit<LineStanding, 'served' | 'joined'> {
  readonly served: number;
  readonly joined: number;
}

export async function advanceLanes(sale: Sale, redis = sale.redis): Promise<LineStanding> {
  const outcome = await advanceLine(redis, sale.place);
  if (outcome.kind !== 'line') throw new Error(`no line: ${outcome.kind}`);
  return outcome;
}

export async function advance(sale: Sale, redis = sale.redis): Promise<OneLine> {
  const { served, joined, ...line } = await advanceLanes(sale, redis);
  if (served.length !== 1 || joined.length !== 1) throw new Error('several lanes');
  return { ...line, served: served[0] ?? 0, joined: joined[0] ?? 0 };
}

/** Without a draw everybody stands where the index says. */
export function comeIn(
  sale: Sale,
  fan: Fan & Partial<DrawnEntry>,
  redis = sale.redis,
): Promise<GrantOutcome> {
  return grantAdmission(redis, sale.place, { position: fan.index, draw: '', ...fan }, randomUUID());
}

/** Lets everybody up to this index be served, as if their turns had come and their claim windows had passed. */
export async function missTurns(sale: Sale, served: number): Promise<void> {
  await sale.redis.hset(sale.keys.serving, 'served0', served);
}

/** When the turns came that are still open: the end of their claim window less its length. In order. */
export async function openTurnTimes(sale: Sale, claimMs: number): Promise<number[]> {
  const flat = await sale.redis.zrange(sale.keys.turns, 0, '-1', 'WITHSCORES');
  return flat
    .flatMap((value, at) => (at % 2 === 1 ? [Number(value) - claimMs] : []))
    .toSorted((a, b) => a - b);
}
