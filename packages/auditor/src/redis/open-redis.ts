import { Redis } from 'ioredis';

/** A connection that only reads. */
export interface RedisView {
  readonly redis: Redis;
  readonly close: () => void;
}

const CONNECT_MS_MAX = 5_000;
const COMMAND_MS_MAX = 20_000;

/** Opens lazily: a Redis that is away fails the checks that ask it, and no other. */
export function openRedis(redisUrl: string): RedisView {
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS_MAX,
    commandTimeout: COMMAND_MS_MAX,
    maxRetriesPerRequest: 1,
    connectionName: 'fairgate-auditor',
  });
  // Shown as the error of the command that waits for it.
  redis.on('error', () => undefined);
  return { redis, close: () => redis.disconnect() };
}
