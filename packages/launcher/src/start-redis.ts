import { mkdirSync } from 'node:fs';
import { Redis } from 'ioredis';
import { findRedis, type RedisBinaries } from './find-redis.ts';
import type { Guard } from './guarded-spawn.ts';
import { type SupervisedProcess, type SuperviseOptions, superviseProcess } from './supervise.ts';
import { unpackRedis } from './unpack-redis.ts';

const READY_WITHIN_MS = 60_000;
const CONNECT_TIMEOUT_MS = 1_000;
const STOP_GRACE_MS = 4_000;

const SETTINGS = [
  ...['--bind', '127.0.0.1', '--databases', '256', '--maxmemory-policy', 'noeviction'],
  ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
  ...['--daemonize', 'no', '--supervised', 'no'],
];

export interface RedisOptions {
  readonly guard: Guard;
  /** Holds the append-only file; resumed from. */
  readonly dataFolder: string;
  readonly logFile: string;
  /** Where unpacked programs are kept between starts. */
  readonly cacheFolder: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly supervise?: SuperviseOptions;
}

export interface RunningRedis {
  readonly process: SupervisedProcess;
  readonly port: number;
  readonly redisUrl: string;
  readonly label: string;
}

/** Starts a Redis or Valkey server on 127.0.0.1 with an append-only file. */
export async function startRedis(options: RedisOptions): Promise<RunningRedis> {
  const binaries = await chooseRedis(options);
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 });
  const redisUrl = `redis://127.0.0.1:${options.port}`;
  const supervised = await superviseProcess(
    options.guard,
    {
      name: 'redis',
      command: binaries.server,
      args: [...SETTINGS, '--port', String(options.port), '--dir', options.dataFolder],
      environment: { ...options.environment, ...binaries.environment },
      folder: options.dataFolder,
      logFile: options.logFile,
      stopSignals: ['SIGTERM', 'SIGKILL'],
      stopGraceMs: STOP_GRACE_MS,
      stopStage: 'stores',
      isReady: () => answers(redisUrl),
      readyWithinMs: READY_WITHIN_MS,
    },
    options.supervise,
  );
  return { process: supervised, port: options.port, redisUrl, label: binaries.label };
}

async function chooseRedis(options: RedisOptions): Promise<RedisBinaries> {
  const found = findRedis(options.environment.PATH ?? '');
  if (found !== null) return found;
  let why = 'there is no apt here to fetch one with';
  try {
    const unpacked = await unpackRedis(options.guard, options.cacheFolder, options.environment);
    if (unpacked !== null) return unpacked;
  } catch (error) {
    why = (error as Error).message;
  }
  throw new Error(
    [
      `No Redis was found (${why}). Either`,
      '  set REDIS_URL, for example REDIS_URL=redis://127.0.0.1:6379',
      '  or install Redis 7.0 or newer, or Valkey; on Debian: apt-get install redis-server; on macOS: brew install redis',
    ].join('\n'),
  );
}

async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}
