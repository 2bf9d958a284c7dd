import { mkdirSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from '@fairgate/launcher/cache-folder.ts';
import { anyFreePort } from '@fairgate/launcher/free-port.ts';
import type { Guard } from '@fairgate/launcher/guarded-spawn.ts';
import { type RunningRedis, startRedis } from '@fairgate/launcher/start-redis.ts';
import { Redis } from 'ioredis';
import { openLink, type TcpLink } from '../network/tcp-link.ts';
import { RESTART_AT_ONCE } from './restart-at-once.ts';

/** A primary with a replica behind a link of its own, and what can happen to them. */
export interface RedisPair {
  /** Where the primary listens now. */
  readonly port: () => number;
  readonly replication: TcpLink;
  /** kill -9 and a start from the append-only file. */
  readonly restart: () => Promise<void>;
  /** The same, after the file was cut to its length of about `ms` ago. Answers with how many bytes were lost. */
  readonly loseLast: (ms: number) => Promise<number>;
  readonly flush: () => Promise<void>;
  /** The replica hears nothing for `lagMs`, then the primary is gone for good and the replica takes its place. */
  readonly promoteLagging: (lagMs: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

const sampleEveryMs = 50;
const samplesMax = 100;
/** From the death of a server to its next start: time to cut its file. */
const goneMs = 400;
const followsWithinMs = 15_000;

interface Ground {
  readonly guard: Guard;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Told when the primary listens somewhere else. */
  readonly onMove: (port: number) => void;
}

export async function startRedisPair(ground: Ground): Promise<RedisPair> {
  let made = 0;
  const start = async (): Promise<RunningRedis & { readonly data: string }> => {
    made += 1;
    const data = join(ground.folder, `redis-${made}`);
    mkdirSync(data, { recursive: true });
    const running = await startRedis({
      ...{ guard: ground.guard, environment: ground.environment, port: await anyFreePort() },
      dataFolder: data,
      logFile: join(ground.folder, 'logs', `redis-${made}.log`),
      cacheFolder: cacheFolder(ground.environment, ground.folder),
      supervise: { policy: { ...RESTART_AT_ONCE, firstDelayMs: goneMs, longestDelayMs: goneMs } },
    });
    return { ...running, data };
  };
  let primary = await start();
  const replication = await openLink('redis-1>redis-2', await anyFreePort(), primary.port);
  // Said at run time: a server that was promoted must not come back as a replica.
  const startReplica = async (): Promise<typeof primary> => {
    const started = await start();
    await say(started.port, 'REPLICAOF', '127.0.0.1', String(replication.port));
    return started;
  };
  let replica = await startReplica();
  const lengths: { readonly atMs: number; readonly bytes: number }[] = [];
  const sampling = setInterval(() => {
    const bytes = lengthOf(primary.data);
    if (bytes === null) return;
    lengths.push({ atMs: Date.now(), bytes });
    if (lengths.length > samplesMax) lengths.shift();
  }, sampleEveryMs);
  sampling.unref();

  const killPrimary = async (): Promise<void> => {
    const { pid } = primary.process;
    primary.process.kill('SIGKILL');
    while (isRunning(pid)) await sleep(5);
  };
  return {
    port: () => primary.port,
    replication,
    async restart() {
      await killPrimary();
      await primary.process.ready();
    },
    async loseLast(ms) {
      const wanted = Date.now() - ms;
      const before = lengths.findLast(({ atMs }) => atMs <= wanted) ?? lengths[0];
      await killPrimary();
      const now = lengthOf(primary.data) ?? 0;
      const keep = Math.min(now, before?.bytes ?? 0);
      truncateSync(fileOf(primary.data) ?? '', keep);
      lengths.length = 0;
      await primary.process.ready();
      return now - keep;
    },
    flush: () => say(primary.port, 'FLUSHALL'),
    async promoteLagging(lagMs) {
      await untilFollowing(replica.port);
      replication.set('swallow');
      await sleep(lagMs);
      await killPrimary();
      await primary.process.stop();
      replication.set('cut');
      await say(replica.port, 'REPLICAOF', 'NO', 'ONE');
      primary = replica;
      lengths.length = 0;
      ground.onMove(primary.port);
      replication.set('open');
      replication.aim(primary.port);
      replica = await startReplica();
    },
    async close() {
      clearInterval(sampling);
      await replication.close();
    },
  };
}

/** After a restart of its primary a replica takes some seconds to follow it again; one that does not is promoted as it is. */
async function untilFollowing(port: number): Promise<void> {
  const redis = new Redis(`redis://127.0.0.1:${port}`, { maxRetriesPerRequest: 3 });
  redis.on('error', () => undefined);
  const untilMs = Date.now() + followsWithinMs;
  while (Date.now() < untilMs && !(await redis.info('replication')).includes('master_link_status:up'))
    await sleep(100);
  redis.disconnect();
}

async function say(port: number, ...command: [string, ...string[]]): Promise<void> {
  const redis = new Redis(`redis://127.0.0.1:${port}`, { maxRetriesPerRequest: 3 });
  redis.on('error', () => undefined);
  await redis.call(...command).finally(() => redis.disconnect());
}

function fileOf(data: string): string | null {
  try {
    const folder = join(data, 'appendonlydir');
    const name = readdirSync(folder).find((one) => one.endsWith('.incr.aof'));
    return name === undefined ? null : join(folder, name);
  } catch {
    return null;
  }
}

function lengthOf(data: string): number | null {
  const file = fileOf(data);
  return file === null ? null : (statSync(file, { throwIfNoEntry: false })?.size ?? null);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
