import { randomBytes, randomUUID } from 'node:crypto';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import { markReady, publishDrop } from '@fairgate/shared/redis/fill-event.ts';
import {
  type DropPlace,
  dropJoined,
  joinWaitingRoom,
  readJoined,
} from '@fairgate/shared/redis/waiting-room.ts';
import type { Conditions, Reading } from '../figure.ts';
import { lineSettings } from '../stage/line-settings.ts';
import { withStores } from '../stage/open-stores.ts';
import { onOwnStack } from '../stage/own-stack.ts';

const sizes = { full: 1_000_000, small: 5_000 } as const;
/** Of a million; other crowds in proportion. */
const aimBytesEach = 140;
const pipelined = 2_000;
const bytesPerMb = 1_000_000;
const floorKey = 'bench:floor-entries';

/**
 * What a million entries cost in Redis: each joins through the real script, pipelined, and the list of joins on their way
 * to Postgres is emptied as a worker empties it. Measured is the difference of used_memory, in millions of bytes. Floor:
 * one hash with as many fields of 16 bytes and `lane:index` as values, and nothing else, in the same Redis.
 */
export function measureEntries(conditions: Conditions): Promise<readonly Reading[]> {
  return onOwnStack(conditions, {}, (stack) =>
    withStores(stack, async ({ redis }) => {
      const count = sizes[conditions.scale];
      const startedMs = performance.now();
      const bytes = await memoryOf(redis, () => joinAll(redis, count, conditions));
      const seconds = (performance.now() - startedMs) / 1000;
      await redis.flushall();
      const floorBytes = await memoryOf(redis, () => setAll(redis, count, conditions));
      const floor = { what: 'one hash of 16-byte fields, nothing else', value: floorBytes / count };
      const each = `by ${count.toLocaleString('en-US')} entries`;
      return [
        {
          ...{
            name: 'entries',
            what: `memory of Redis taken ${each}`,
            unit: 'MB',
            value: bytes / bytesPerMb,
          },
          floor: { ...floor, value: floorBytes / bytesPerMb },
          aim: { of: 'value', is: 'atMost', bound: (aimBytesEach * count) / bytesPerMb },
        },
        {
          ...{ name: 'entries.each', what: 'bytes per visitor', unit: 'bytes', value: bytes / count, floor },
          aim: null,
        },
        {
          ...{ name: 'entries.pace', what: 'joins a second of the script, pipelined', unit: '/s' },
          ...{ value: count / seconds, floor: null, aim: null },
        },
      ];
    }),
  );
}

async function joinAll(redis: RedisConnection, count: number, { say, signal }: Conditions): Promise<void> {
  const place: DropPlace = { epoch: 1, eventId: randomUUID(), dropId: randomUUID() };
  await publishDrop(redis, place, lineSettings({ opensMs: Date.now() + 3_600_000, mark: count }));
  await markReady(redis, place.epoch, place.eventId);
  for (let from = 0; from < count; from += pipelined) {
    signal.throwIfAborted();
    const size = Math.min(pipelined, count - from);
    const outcomes = await Promise.all(
      Array.from({ length: size }, () => joinWaitingRoom(redis, place, randomUUID(), 0)),
    );
    const refused = outcomes.find(({ kind }) => kind !== 'joined');
    if (refused !== undefined) throw new Error(`a join was refused: ${JSON.stringify(refused)}`);
    await dropJoined(redis, place, await readJoined(redis, place, size));
    if ((from / pipelined) % 100 === 99) say(`entries: ${(from + size).toLocaleString('en-US')} joined`);
  }
}

async function setAll(redis: RedisConnection, count: number, { signal }: Conditions): Promise<void> {
  for (let from = 0; from < count; from += pipelined) {
    signal.throwIfAborted();
    const size = Math.min(pipelined, count - from);
    await Promise.all(
      Array.from({ length: size }, (_, at) => redis.hset(floorKey, randomBytes(16), `0:${from + at}`)),
    );
  }
}

async function memoryOf(redis: RedisConnection, work: () => Promise<void>): Promise<number> {
  const before = await usedBytes(redis);
  await work();
  return (await usedBytes(redis)) - before;
}

async function usedBytes(redis: RedisConnection): Promise<number> {
  const found = /^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1];
  if (found === undefined) throw new Error('Redis does not say how much memory it uses');
  return Number(found);
}
