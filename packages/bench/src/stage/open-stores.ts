import type { Stack } from '@fairgate/launcher/stack.ts';
import { createEpochKeeper, type EpochKeeper } from '@fairgate/queue-worker/epoch-keeper.ts';
import { createLiveDrops } from '@fairgate/queue-worker/live-drops.ts';
import { connectDatabase, type Database } from '@fairgate/shared/database/client.ts';
import { connectFillingRedis, type RedisConnection, untilConnected } from '@fairgate/shared/redis/connect.ts';
import pg from 'pg';
import { type Logger, pino } from 'pino';

const connectionsMax = 4;

/** The stores of a stack, as a worker in this process would have them; and the database as its owner. */
export interface BenchStores {
  readonly database: Database;
  readonly owner: pg.Client;
  /** Patient: a benchmark sends very much at once, and nobody waits for each answer. */
  readonly redis: RedisConnection;
  readonly epoch: EpochKeeper;
  readonly log: Logger;
}

export async function withStores<T>(stack: Stack, work: (stores: BenchStores) => Promise<T>): Promise<T> {
  if (stack.ownerDatabaseUrl === null) throw new Error('a benchmark needs a database of its own');
  const database = connectDatabase(stack.databaseUrl, 'bench', connectionsMax);
  const redis = connectFillingRedis(stack.redisUrl, 'bench');
  const owner = new pg.Client({ connectionString: stack.ownerDatabaseUrl });
  try {
    await Promise.all([owner.connect(), untilConnected(redis)]);
    const log = pino({ level: 'silent' });
    const epoch = createEpochKeeper(database, redis, redis, createLiveDrops(database), log);
    return await work({ database, owner, redis, epoch, log });
  } finally {
    redis.disconnect();
    await Promise.all([owner.end(), database.$disconnect()]);
  }
}

/** Brings every drop into Redis, where no worker runs to do it. The look after the filling knows the Redis that it filled. */
export async function fillEpoch({ epoch }: Pick<BenchStores, 'epoch'>): Promise<number> {
  await epoch.keep();
  await epoch.keep();
  const current = epoch.current();
  if (current === null) throw new Error('no epoch is in force after it was filled');
  return current;
}
