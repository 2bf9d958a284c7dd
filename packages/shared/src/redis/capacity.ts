import type { Redis } from 'ioredis';
import type { Capacity } from '../domain/capacity.ts';
import type { PurchaseStage } from '../domain/line-bounds.ts';
import { capacityKey, dropKeys, workersKey } from './keys.ts';
import { runScript } from './scripts.ts';
import type { DropPlace } from './waiting-room.ts';

/** What a worker measured for a drop's line. */
export interface LineMeasure {
  /** Tickets of the drop that nobody holds. */
  readonly free: number;
  /** The share of its rate that the purchase keeps up with, 0 to 1, and which stage slows it; null: none. */
  readonly share: number;
  readonly slowedBy: PurchaseStage | null;
}

/** A line for which nothing was measured for this long stands still: nobody would finish what is bought. Milliseconds. */
const measureMsMax = 30_000;
/** What was measured says nothing any more after this. Milliseconds. */
const capacityKeptMs = 60_000;
/** Workers say so often that they run. Milliseconds. */
export const sayAliveEveryMs = 2_000;
/** A worker that was not heard of for this long is not counted. Milliseconds. */
const workerSilentMsMax = 6_000;

/** Tells a drop's line what the purchase can take. One that this epoch does not know is left alone. */
export async function measureLine(redis: Redis, place: DropPlace, measure: LineMeasure): Promise<void> {
  const { drop, serving } = dropKeys(place.epoch, place.eventId, place.dropId);
  const { free, share, slowedBy } = measure;
  await runScript(redis, 'line-measure', [drop, serving], [free, share, slowedBy ?? '', measureMsMax]);
}

export async function writeCapacity(redis: Redis, capacity: Capacity): Promise<void> {
  await redis.set(capacityKey, JSON.stringify(capacity), 'PX', capacityKeptMs);
}

/** null: nothing was measured within the last minute. */
export async function readCapacity(redis: Redis): Promise<Capacity | null> {
  const text = await redis.get(capacityKey);
  return text === null ? null : (JSON.parse(text) as Capacity);
}

/** Says that a worker runs. */
export async function sayAlive(redis: Redis, kind: 'queue' | 'payments', workerId: string): Promise<void> {
  const key = workersKey(kind);
  const now = await redisNowMs(redis);
  await redis
    .multi()
    .zadd(key, now, workerId)
    .zremrangebyscore(key, '-inf', now - workerSilentMsMax)
    .pexpire(key, 10 * workerSilentMsMax)
    .exec();
}

/** How many workers of a kind were heard of lately. */
export async function countWorkers(redis: Redis, kind: 'queue' | 'payments'): Promise<number> {
  return redis.zcount(workersKey(kind), (await redisNowMs(redis)) - workerSilentMsMax, '+inf');
}

async function redisNowMs(redis: Redis): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
}
