import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import pg from 'pg';
import { inject } from 'vitest';
import type { TestStores } from './global-setup.ts';

const FREE_DATABASES_KEY = 'test:databases-free';
const FILLED_KEY = 'test:databases-filled';
/** The server is started with 256 databases; number 0 keeps the list of the free ones. */
const REDIS_DATABASES_MAX = 255;

export interface TestDatabase {
  /** As `fairgate_app`, the role of the services. */
  readonly databaseUrl: string;
  readonly ownerDatabaseUrl: string;
  readonly drop: () => Promise<void>;
}

/** A freshly migrated, empty database of the test's own. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const stores = inject('stores');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(
    stores,
    `CREATE DATABASE ${name} TEMPLATE ${pg.escapeIdentifier(stores.templateDatabase)}`,
  );
  return {
    databaseUrl: withDatabase(stores.appDatabaseUrl, name),
    ownerDatabaseUrl: withDatabase(stores.ownerDatabaseUrl, name),
    drop: () => administer(stores, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

export interface TestRedis {
  readonly redisUrl: string;
  /** Empties this test's database only. */
  readonly flush: () => Promise<void>;
  /** Empties it and gives its number back: a run has 255 of them. */
  readonly release: () => Promise<void>;
}

/** An empty Redis database of the test's own. */
export async function createTestRedis(): Promise<TestRedis> {
  const { redisUrl } = inject('stores');
  const number = await withRedis(redisUrl, async (redis) => {
    if ((await redis.set(FILLED_KEY, '1', 'NX')) !== null) {
      const numbers = Array.from({ length: REDIS_DATABASES_MAX }, (_, index) => index + 1);
      await redis.rpush(FREE_DATABASES_KEY, ...numbers);
    }
    const claimed = await redis.blpop(FREE_DATABASES_KEY, 5);
    if (claimed === null)
      throw new Error('all Redis databases of this run are taken: release() those not needed');
    return claimed[1];
  });
  const ownUrl = `${redisUrl}/${number}`;
  const flush = (): Promise<void> => withRedis(ownUrl, async (redis) => void (await redis.flushdb()));
  return {
    redisUrl: ownUrl,
    flush,
    async release() {
      await flush();
      await withRedis(redisUrl, async (redis) => void (await redis.rpush(FREE_DATABASES_KEY, number)));
    },
  };
}

async function administer(stores: TestStores, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(stores.ownerDatabaseUrl, 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
