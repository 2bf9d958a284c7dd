import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestRedis, type TestRedis } from '../../../../tests/support/stores.ts';
import { takeCell } from '../domain/gcra.ts';
import type { Rate } from '../domain/rate-limits.ts';
import { connectRedis } from './connect.ts';
import { throttleKey } from './keys.ts';
import { takeThrottle } from './take-throttle.ts';

describe('a limit counted in Redis', () => {
  let server: TestRedis;
  let redis: Redis;
  beforeAll(async () => {
    server = await createTestRedis();
    redis = connectRedis(server.redisUrl, 'throttle-test');
    await redis.connect();
  });
  afterAll(async () => {
    redis.disconnect();
    await server.release();
  });

  const slow = { count: 3, seconds: 600 };
  const subject = (name: string, rate: Rate) => ({ key: throttleKey('test', name), rate });

  it.each<Rate>([
    { count: 3, seconds: 0.06 },
    { count: 7, seconds: 0.05 },
    { count: 1, seconds: 0.02 },
    { count: 90, seconds: 1 },
  ])('answers as the pure rule does, request by request: $count in $seconds s', async (rate) => {
    let arrivalMs: number | undefined;
    const kinds = new Set<string>();
    for (let request = 0; request < 300; request += 1) {
      const outcome = await takeThrottle(redis, subject(`same ${rate.count}`, rate));
      const expected = takeCell(arrivalMs, outcome.nowMs, rate);
      expect(outcome.kind).toBe(expected.kind);
      if (expected.kind === 'allowed') arrivalMs = expected.arrivalMs;
      if (outcome.kind === 'refused' && expected.kind === 'refused') {
        expect(outcome.waitMs).toBe(Math.ceil(expected.waitMs));
      }
      kinds.add(outcome.kind);
      if (request % 20 === 19) await sleep((request * 7) % 40);
    }
    expect(kinds).toEqual(new Set(['allowed', 'refused']));
  });

  it('passes a burst of concurrent requests exactly once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => takeThrottle(redis, subject('herd', slow))),
    );
    expect(outcomes.filter(({ kind }) => kind === 'allowed')).toHaveLength(slow.count);
  });

  it('charges neither of two when one refuses', async () => {
    const account = subject('account', slow);
    const address = subject('address', { count: 1, seconds: 600 });
    expect(await takeThrottle(redis, account, address)).toMatchObject({ kind: 'allowed' });
    for (let tries = 0; tries < 5; tries += 1) {
      expect(await takeThrottle(redis, account, address)).toMatchObject({ kind: 'refused' });
    }
    const alone = [1, 2, 3].map(() => takeThrottle(redis, account));
    expect((await Promise.all(alone)).map(({ kind }) => kind)).toEqual(['allowed', 'allowed', 'refused']);
  });

  it('leaves no key without an end', async () => {
    await takeThrottle(redis, subject('ttl', { count: 2, seconds: 4 }));
    const ttlMs = await redis.pttl(throttleKey('test', 'ttl'));
    expect(ttlMs).toBeGreaterThan(1000);
    expect(ttlMs).toBeLessThanOrEqual(2000);
  });
});
