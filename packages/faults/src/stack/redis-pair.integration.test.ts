import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Guard, startGuard } from '@fairgate/launcher/guarded-spawn.ts';
import { environmentVariables } from '@fairgate/shared/config.ts';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RedisPair, startRedisPair } from './redis-pair.ts';

let guard: Guard;
let pair: RedisPair;
const moves: number[] = [];

beforeAll(async () => {
  guard = startGuard();
  const folder = mkdtempSync(join(tmpdir(), 'fairgate-redis-pair-'));
  mkdirSync(join(folder, 'logs'));
  await guard.removeAtEnd(folder);
  pair = await startRedisPair({
    ...{ guard, folder, environment: environmentVariables() },
    onMove: (port) => void moves.push(port),
  });
});
afterAll(async () => {
  await guard.close();
  await pair.close();
});

async function withRedis<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(`redis://127.0.0.1:${pair.port()}`);
  redis.on('error', () => undefined);
  return work(redis).finally(() => redis.disconnect());
}

const say = (text: string) => withRedis((redis) => redis.set(text, '1'));
const knows = (text: string) => withRedis(async (redis) => (await redis.exists(text)) === 1);

it('a restart forgets nothing, a truncated file forgets what came last', async () => {
  await say('old');
  await sleep(1_300);
  await say('new');
  await pair.restart();
  expect([await knows('old'), await knows('new')]).toEqual([true, true]);
  await sleep(1_300);
  await say('newest');
  expect(await pair.loseLast(600)).toBeGreaterThan(0);
  expect([await knows('old'), await knows('newest')]).toEqual([true, false]);
});

it('a lagging replica that is promoted lacks what it did not hear, and stays primary when it starts again', async () => {
  await say('heard');
  const before = pair.port();
  const promoting = pair.promoteLagging(1_000);
  await expect.poll(() => pair.replication.mode).toBe('swallow');
  await say('unheard');
  await promoting;
  expect(pair.port()).not.toBe(before);
  expect(moves).toEqual([pair.port()]);
  expect([await knows('heard'), await knows('unheard')]).toEqual([true, false]);
  await pair.restart();
  await say('written');
  expect(await knows('heard')).toBe(true);
});
