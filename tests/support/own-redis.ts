import { existsSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '@fairgate/launcher/cache-folder.ts';
import { anyFreePort } from '@fairgate/launcher/free-port.ts';
import type { Guard } from '@fairgate/launcher/guarded-spawn.ts';
import { startRedis } from '@fairgate/launcher/start-redis.ts';
import { environmentVariables } from '@fairgate/shared/config.ts';
import { Redis } from 'ioredis';
import { makeScratchFolder } from './scratch-folder.ts';

/** A Redis server of the test's own, to be stopped, rolled back, starved or made a replica. */
export interface OwnRedis {
  readonly port: number;
  readonly url: string;
  /** A connection to its database 0. */
  readonly speak: <T>(work: (redis: Redis) => Promise<T>) => Promise<T>;
  /** How many bytes its append-only file has, all of it on the disk. */
  readonly fileBytes: () => Promise<number>;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** While it is stopped: its file as it was when it had so many bytes. */
  readonly rollBack: (bytes: number) => void;
}

/** @param guard stops the server when it closes */
export async function startOwnRedis(guard: Guard): Promise<OwnRedis> {
  const folder = makeScratchFolder('fairgate-own-redis-');
  await guard.removeAtEnd(folder);
  const environment = environmentVariables();
  const port = await anyFreePort();
  const url = `redis://127.0.0.1:${port}`;
  const start = () =>
    startRedis({
      guard,
      dataFolder: join(folder, 'data'),
      logFile: join(folder, 'redis.log'),
      cacheFolder: cacheFolder(environment, folder),
      port,
      environment,
    });
  let running = await start();
  const file = (): string => {
    const folderOfFiles = join(folder, 'data', 'appendonlydir');
    const name =
      existsSync(folderOfFiles) && readdirSync(folderOfFiles).find((each) => each.endsWith('.incr.aof'));
    if (typeof name !== 'string') throw new Error('there is no append-only file');
    return join(folderOfFiles, name);
  };
  const speak = async <T>(work: (redis: Redis) => Promise<T>): Promise<T> => {
    const redis = new Redis(url, { maxRetriesPerRequest: 1 });
    redis.on('error', () => undefined);
    try {
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  };
  return {
    port,
    url,
    speak,
    async fileBytes() {
      // Each turn of its loop writes what was asked before: after an answer the file has all that came earlier.
      await speak((redis) => redis.ping());
      return statSync(file()).size;
    },
    async stop() {
      await running.process.stop();
    },
    async start() {
      running = await start();
    },
    rollBack(bytes) {
      truncateSync(file(), bytes);
      const base = readdirSync(join(folder, 'data')).find((name) => name === 'dump.rdb');
      if (base !== undefined) rmSync(join(folder, 'data', base));
    },
  };
}
