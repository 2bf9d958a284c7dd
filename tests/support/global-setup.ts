import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { cacheFolder } from '@fairgate/launcher/cache-folder.ts';
import { anyFreePort } from '@fairgate/launcher/free-port.ts';
import { type Guard, startGuard } from '@fairgate/launcher/guarded-spawn.ts';
import { appDatabaseUrl, migrate } from '@fairgate/launcher/migrate.ts';
import { startPostgres } from '@fairgate/launcher/start-postgres.ts';
import { startRedis } from '@fairgate/launcher/start-redis.ts';
import { environmentVariables } from '@fairgate/shared/config.ts';
import type { TestProject } from 'vitest/node';
import { makeScratchFolder } from './scratch-folder.ts';

/** One Postgres and one Redis for a whole run; every test makes its own database in them (see stores.ts). */
export interface TestStores {
  readonly ownerDatabaseUrl: string;
  /** The same database as the role of the services. */
  readonly appDatabaseUrl: string;
  /** Migrated once; copied for each test. */
  readonly templateDatabase: string;
  readonly redisUrl: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    stores: TestStores;
  }
}

interface SharedStores {
  readonly started: Promise<{ readonly stores: TestStores; readonly stop: () => Promise<void> }>;
  users: number;
}

/** Each vitest project loads this file for itself; the run has one set of stores. */
const shared = globalThis as typeof globalThis & { fairgateTestStores?: SharedStores };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.fairgateTestStores ??= { started: startStores(), users: 0 };
  const own = shared.fairgateTestStores;
  own.users += 1;
  const { stores, stop } = await own.started;
  project.provide('stores', stores);
  return async () => {
    own.users -= 1;
    if (own.users === 0) {
      delete shared.fairgateTestStores;
      await stop();
    }
  };
}

async function startStores(): Promise<{ stores: TestStores; stop: () => Promise<void> }> {
  const guard = startGuard();
  try {
    return { stores: await startMigrated(guard), stop: guard.close };
  } catch (error) {
    await guard.close();
    throw error;
  }
}

async function startMigrated(guard: Guard): Promise<TestStores> {
  const environment = environmentVariables();
  const folder = makeScratchFolder('fairgate-tests-');
  await guard.removeAtEnd(folder);
  const ownerPassword = randomBytes(16).toString('hex');
  const appPassword = randomBytes(16).toString('hex');
  const [postgres, redis] = await Promise.all([
    startPostgres({
      guard,
      dataFolder: join(folder, 'postgres'),
      logFile: join(folder, 'postgres.log'),
      port: await anyFreePort(),
      ownerPassword,
      fsync: false,
      environment,
    }),
    startRedis({
      guard,
      dataFolder: join(folder, 'redis'),
      logFile: join(folder, 'redis.log'),
      cacheFolder: cacheFolder(environment, folder),
      port: await anyFreePort(),
      environment,
    }),
  ]);
  const databaseUrl = appDatabaseUrl(postgres.ownerDatabaseUrl, appPassword);
  await migrate(guard, postgres.ownerDatabaseUrl, databaseUrl, environment);
  return {
    ownerDatabaseUrl: postgres.ownerDatabaseUrl,
    appDatabaseUrl: databaseUrl,
    templateDatabase: new URL(postgres.ownerDatabaseUrl).pathname.slice(1),
    redisUrl: redis.redisUrl,
  };
}
