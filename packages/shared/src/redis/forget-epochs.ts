import type { Redis } from 'ioredis';

const keysPerStep = 500;

/**
 * Deletes the keys of epochs before `current`: nobody uses them, and Redis, which evicts nothing, must not fill up with
 * them. How many it deleted.
 */
export async function forgetEpochsBefore(redis: Redis, current: number): Promise<number> {
  let cursor = '0';
  let deleted = 0;
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', 'e[0-9]*:{*', 'COUNT', keysPerStep);
    cursor = next;
    const old = keys.filter((key) => Number(/^e(\d+):/.exec(key)?.[1] ?? current) < current);
    if (old.length > 0) deleted += await redis.unlink(...old);
  } while (cursor !== '0');
  return deleted;
}
