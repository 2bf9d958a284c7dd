import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestRedis, type TestRedis } from '../../../../tests/support/stores.ts';
import { connectRedis, type RedisConnection } from './connect.ts';
import { forgetEpochsBefore } from './forget-epochs.ts';
import { dropKeys, eventKeys, throttleKey } from './keys.ts';

let server: TestRedis;
let redis: RedisConnection;
beforeAll(async () => {
  server = await createTestRedis();
  redis = connectRedis(server.redisUrl, 'forget-epochs-test');
  await redis.connect();
});
afterAll(async () => {
  redis.disconnect();
  await server.release();
});

it('deletes older epochs only', async () => {
  const kept = [
    eventKeys(12, 'a').ready,
    dropKeys(12, 'a', 'd').drop,
    throttleKey('x', 'y'),
    'fairgate:beat',
  ];
  const gone = [eventKeys(2, 'a').ready, dropKeys(11, 'b', 'd').drop, `${eventKeys(3, 'c').lease}7`];
  await Promise.all([...kept, ...gone].map((key) => redis.set(key, '1')));
  expect(await forgetEpochsBefore(redis, 12)).toBe(gone.length);
  expect(await redis.exists(...gone)).toBe(0);
  expect(await redis.exists(...kept)).toBe(kept.length);
});
