import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { type Link, openLink, portOf, throughLink } from '../../../../tests/support/link.ts';
import { connectRedis, type RedisConnection, untilConnected } from './connect.ts';
import { RedisSilentError } from './redis-failure.ts';

let link: Link;
let redis: RedisConnection;
beforeEach(async () => {
  const { redisUrl } = inject('stores');
  link = await openLink(portOf(redisUrl));
  redis = connectRedis(throughLink(redisUrl, link), 'test');
  await untilConnected(redis);
});
afterEach(async () => {
  redis.disconnect();
  await link.close();
});

const pings = async (): Promise<string> => redis.ping().catch((error: Error) => error.name);

it('after one command without an answer, others are refused without being sent, until Redis answers', async () => {
  expect(await redis.ping()).toBe('PONG');
  link.delay(2_000);
  await expect(redis.ping()).rejects.toThrow('Command timed out');
  await expect(redis.get('any')).rejects.toBeInstanceOf(RedisSilentError);
  // Also those that travel together.
  const together = await Promise.allSettled([redis.get('any'), redis.incr('other'), redis.ping()]);
  expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  link.delay(0);
  await expect.poll(pings).toBe('PONG');
});

it('a connection on which nothing comes back is made anew', async () => {
  let closed = 0;
  redis.on('close', () => {
    closed += 1;
  });
  await link.set('silent');
  await expect(redis.ping()).rejects.toThrow('Command timed out');
  await expect.poll(() => closed).toBeGreaterThan(0);
  await link.set('open');
  await expect.poll(pings).toBe('PONG');
});
