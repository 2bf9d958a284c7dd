import { randomUUID } from 'node:crypto';
import type { Stack } from '@fairgate/launcher/stack.ts';
import { connectFillingRedis, type RedisConnection, untilConnected } from '@fairgate/shared/redis/connect.ts';
import { markReady, publishDrop } from '@fairgate/shared/redis/fill-event.ts';
import {
  advanceLine,
  type DropPlace,
  joinWaitingRoom,
  type LineStanding,
} from '@fairgate/shared/redis/waiting-room.ts';
import { type LineWish, lineSettings } from './line-settings.ts';

/** Somebody in a line without a draw: who stands where they joined. */
export interface Waiting {
  readonly accountId: string;
  readonly lane: 0;
  readonly index: number;
  readonly position: number;
  readonly draw: '';
}

/** A line in Redis alone, without a database or services beside it. */
export interface BareLine {
  readonly place: DropPlace;
  /** By position. */
  readonly people: readonly Waiting[];
}

const joinsAtOnce = 1_000;
const untilJoinedMsMax = 600_000;

/** A drop of its own event with so many people in its line, which opens now that all of them joined. */
export async function openLine(
  redis: RedisConnection,
  wish: Omit<LineWish, 'mark' | 'opensMs'>,
  people: number,
): Promise<BareLine> {
  const place = { epoch: 1, eventId: randomUUID(), dropId: randomUUID() };
  const openAt = (opensMs: number): Promise<void> =>
    publishDrop(redis, place, lineSettings({ ...wish, opensMs, mark: people }));
  await openAt(Date.now() + untilJoinedMsMax);
  await markReady(redis, place.epoch, place.eventId);
  const line: Waiting[] = [];
  while (line.length < people) {
    const size = Math.min(joinsAtOnce, people - line.length);
    line.push(...(await Promise.all(Array.from({ length: size }, () => joinOne(redis, place)))));
  }
  await openAt(Date.now());
  return { place, people: line.toSorted((a, b) => a.position - b.position) };
}

async function joinOne(redis: RedisConnection, place: DropPlace): Promise<Waiting> {
  const accountId = randomUUID();
  const outcome = await joinWaitingRoom(redis, place, accountId, 0);
  if (outcome.kind !== 'joined') throw new Error(`a join was refused: ${JSON.stringify(outcome)}`);
  return { accountId, lane: 0, index: outcome.index, position: outcome.index, draw: '' };
}

/** Moves the line on and says how it stands. */
export async function lookAt(redis: RedisConnection, place: DropPlace): Promise<LineStanding> {
  const line = await advanceLine(redis, place);
  if (line.kind !== 'line') throw new Error(`there is no line: ${line.kind}`);
  return line;
}

/** Does something with connections of its own. */
export async function withConnections<T>(
  { redisUrl }: Pick<Stack, 'redisUrl'>,
  count: number,
  work: (connections: readonly RedisConnection[]) => Promise<T>,
): Promise<T> {
  const connections = Array.from({ length: count }, () => connectFillingRedis(redisUrl, 'bench'));
  try {
    await Promise.all(connections.map((connection) => untilConnected(connection)));
    return await work(connections);
  } finally {
    for (const connection of connections) connection.disconnect();
  }
}
