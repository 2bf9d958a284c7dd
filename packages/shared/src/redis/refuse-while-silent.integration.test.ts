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

it('an event loop that stood still for longer than a command has is no silence: what came meanwhile is read', async () => {
  // Without the link, which would stand still as well.
  redis.disconnect();
  redis = connectRedis(inject('stores').redisUrl, 'test');
  await untilConnected(redis);
  for (let round = 0; round < 5; round += 1) {
    const asked = Promise.all([redis.ping(), redis.get('any'), redis.incr('other')]);
    // The commands leave with the end of this turn; then the loop stands still while they are answered.
    await new Promise((resolve) => setImmediate(resolve));
    const until = performance.now() + 600;
    while (performance.now() < until);
    expect((await asked)[0]).toBe('PONG');
  }
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
