import { once } from 'node:events';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import { connectRedis } from '@fairgate/shared/redis/connect.ts';
import type { ThrottleCount } from '@fairgate/shared/redis/take-throttle.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestRedis, type TestRedis } from '../../../../tests/support/stores.ts';
import { createRequestCounter } from './count-requests.ts';

const three = (key: string): ThrottleCount => ({ key, rate: { count: 3, seconds: 600 } });
const one = (key: string): ThrottleCount => ({ key, rate: { count: 1, seconds: 600 } });
const never = (): void => {
  throw new Error('Redis was expected to answer');
};

describe('requests', () => {
  let server: TestRedis;
  let redis: RedisConnection;
  beforeAll(async () => {
    server = await createTestRedis();
    redis = connectRedis(server.redisUrl, 'count-test');
    await redis.connect();
  });
  afterAll(async () => {
    redis.disconnect();
    await server.release();
  });

  it('counted together share one count among gateways', async () => {
    const gateways = [1, 2, 3, 4].map(() => createRequestCounter(redis, never));
    const waits = await Promise.all(gateways.map((gateway) => gateway.count('together', three('shared'))));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(3);
    expect(Math.max(...waits)).toBeGreaterThan(190_000);
  });

  it('counted each are counted by every gateway for itself, without Redis', () => {
    const broken = new Proxy({}, { get: never }) as RedisConnection;
    for (const gateway of [1, 2].map(() => createRequestCounter(broken, never))) {
      const waits = [1, 2, 3, 4].map(() => gateway.count('each', three('own')));
      expect(waits.map((wait) => (wait === 0 ? 'allowed' : 'refused'))).toEqual([
        'allowed',
        'allowed',
        'allowed',
        'refused',
      ]);
    }
  });

  it('here too, refused by one of two limits are not charged to the other', () => {
    const counter = createRequestCounter(redis, never);
    expect(counter.count('each', three('account'), one('address'))).toBe(0);
    for (let tries = 0; tries < 5; tries += 1) {
      expect(counter.count('each', three('account'), one('address'))).toBeGreaterThan(0);
    }
    expect(counter.count('each', three('account'), one('another address'))).toBe(0);
    expect(counter.count('each', three('account'), one('a third address'))).toBe(0);
    expect(counter.count('each', three('account'), one('a fourth address'))).toBeGreaterThan(0);
  });

  it('are counted here while Redis does not answer, and together again afterwards', async () => {
    const failures: unknown[] = [];
    let nowMs = 1_900_000_000_000;
    const own = connectRedis(server.redisUrl, 'count-test-failing');
    await own.connect();
    const ended = once(own, 'end');
    own.disconnect();
    await ended;
    const counter = createRequestCounter(
      own,
      (error) => failures.push(error),
      () => nowMs,
    );
    const ask = async () => counter.count('together', three('failing'));
    expect([await ask(), await ask(), await ask()]).toEqual([0, 0, 0]);
    expect(await ask()).toBeGreaterThan(0);
    expect(failures).toHaveLength(1);
    await own.connect();
    expect(await ask()).toBeGreaterThan(0);
    nowMs += 1_001;
    expect([await ask(), await ask(), await ask()]).toEqual([0, 0, 0]);
    expect(await ask()).toBeGreaterThan(0);
    expect(failures).toHaveLength(1);
    own.disconnect();
  });
});
