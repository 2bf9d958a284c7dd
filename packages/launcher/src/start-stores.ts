import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { freePort } from './free-port.ts';
import type { Guard } from './guarded-spawn.ts';
import type { Home } from './home.ts';
import { APP_ROLE, appDatabaseUrl } from './migrate.ts';
import { requireAnswer } from './require-answer.ts';
import type { Secrets } from './secrets.ts';
import { startPostgres } from './start-postgres.ts';
import { startRedis } from './start-redis.ts';
import type { Steps } from './steps.ts';
import type { SupervisedProcess, SuperviseOptions } from './supervise.ts';
import type { WalArchive } from './wal-archive.ts';

/** Stores that somebody else runs: they are used as they are. */
export interface GivenStores {
  readonly databaseUrl?: string | undefined;
  /** The owner of the tables, where `databaseUrl` is not the owner's. */
  readonly migrationDatabaseUrl?: string | undefined;
  readonly redisUrl?: string | undefined;
}

export interface StoresOptions {
  readonly guard: Guard;
  readonly home: Home;
  readonly secrets: Secrets;
  readonly given: GivenStores;
  readonly fsync: boolean;
  readonly archive?: WalArchive | undefined;
  readonly ports: { readonly postgres: number; readonly redis: number };
  readonly environment: Readonly<Record<string, string>>;
  readonly steps: Steps;
  readonly supervise: SuperviseOptions;
}

export interface Stores {
  /** Null when only the services' own role was given, which cannot migrate. */
  readonly ownerDatabaseUrl: string | null;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly processes: readonly SupervisedProcess[];
}

/** Postgres and Redis: the given ones, or our own on the preferred ports or free ones. */
export async function startStores(options: StoresOptions): Promise<Stores> {
  const [postgres, redis] = await Promise.all([postgresOf(options), redisOf(options)]);
  return {
    ownerDatabaseUrl: postgres.ownerDatabaseUrl,
    databaseUrl: postgres.databaseUrl,
    redisUrl: redis.redisUrl,
    processes: [...postgres.processes, ...redis.processes],
  };
}

async function postgresOf(options: StoresOptions): Promise<Omit<Stores, 'redisUrl'>> {
  const { given, secrets, home, steps, guard, fsync, environment, supervise } = options;
  if (given.databaseUrl !== undefined) {
    await requireAnswer('DATABASE_URL', given.databaseUrl);
    return givenPostgres(given, given.databaseUrl, secrets);
  }
  return steps.run('Postgres', async (done) => {
    const port = await freePort(options.ports.postgres);
    const running = await startPostgres({
      ...{ guard, fsync, environment, supervise, port, notice: steps.say },
      dataFolder: home.postgres,
      logFile: join(home.logs, 'postgres.log'),
      ownerPassword: secrets.postgresOwnerPassword,
      archive: options.archive,
    });
    done(`${running.label} on ${placeOf(port, options.ports.postgres)}`);
    return {
      ownerDatabaseUrl: running.ownerDatabaseUrl,
      databaseUrl: appDatabaseUrl(running.ownerDatabaseUrl, secrets.postgresAppPassword),
      processes: [running.process],
    };
  });
}

function givenPostgres(given: GivenStores, databaseUrl: string, secrets: Secrets): Omit<Stores, 'redisUrl'> {
  if (given.migrationDatabaseUrl !== undefined) {
    return { ownerDatabaseUrl: given.migrationDatabaseUrl, databaseUrl, processes: [] };
  }
  if (new URL(databaseUrl).username === APP_ROLE)
    return { ownerDatabaseUrl: null, databaseUrl, processes: [] };
  return {
    ownerDatabaseUrl: databaseUrl,
    databaseUrl: appDatabaseUrl(databaseUrl, secrets.postgresAppPassword),
    processes: [],
  };
}

async function redisOf(options: StoresOptions): Promise<Pick<Stores, 'redisUrl' | 'processes'>> {
  const { given, home, steps, guard, environment, supervise } = options;
  if (given.redisUrl !== undefined) return { redisUrl: given.redisUrl, processes: [] };
  return steps.run('Redis', async (done) => {
    const port = await freePort(options.ports.redis);
    const running = await startRedis({
      ...{ guard, environment, supervise, port },
      dataFolder: home.redis,
      logFile: join(home.logs, 'redis.log'),
      cacheFolder: cacheFolder(environment, home.folder),
    });
    done(`${running.label} on ${placeOf(port, options.ports.redis)}`);
    return { redisUrl: running.redisUrl, processes: [running.process] };
  });
}

/** `127.0.0.1:54330 (54329 is busy)`. */
export function placeOf(port: number, preferred: number): string {
  return port === preferred || preferred === 0
    ? `127.0.0.1:${port}`
    : `127.0.0.1:${port} (${preferred} is busy)`;
}
