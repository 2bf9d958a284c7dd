import { type Guard, startGuard } from '@fairgate/launcher/guarded-spawn.ts';
import { createEpochKeeper, type EpochKeeper } from '@fairgate/queue-worker/epoch-keeper.ts';
import { createLiveDrops } from '@fairgate/queue-worker/live-drops.ts';
import { readEpoch } from '@fairgate/shared/database/redis-epoch.ts';
import { connectFillingRedis, type RedisConnection, untilConnected } from '@fairgate/shared/redis/connect.ts';
import { readSeatMap } from '@fairgate/shared/redis/fill-event.ts';
import { beatKey } from '@fairgate/shared/redis/keys.ts';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { type OwnRedis, startOwnRedis } from '../support/own-redis.ts';

describe('a Redis that refuses while an epoch is filled', () => {
  let guard: Guard;
  let server: OwnRedis;
  let gateway: TestGateway;
  let event: OnSale;
  let filling: RedisConnection;
  beforeEach(async () => {
    guard = startGuard();
    server = await startOwnRedis(guard);
    gateway = await createTestGateway({ REDIS_URL: `${server.url}/0` });
    event = await putOnSale(gateway.database.ownerDatabaseUrl);
    filling = connectFillingRedis(gateway.config.redisUrl, 'test');
    await untilConnected(filling);
  });
  afterEach(async () => {
    filling.disconnect();
    await gateway.close();
    await guard.close();
  });

  const keeperThat = (doesBeforeFilling: () => Promise<unknown>): EpochKeeper => {
    const { database, redis } = gateway.stores;
    const drops = createLiveDrops(database);
    const all = async () => {
      const known = await drops.all();
      await doesBeforeFilling();
      return known;
    };
    return createEpochKeeper(database, redis, filling, { ...drops, all }, pino({ level: 'silent' }));
  };
  const memoryAtMost = (bytes: number) =>
    server.speak((redis) => redis.config('SET', 'maxmemory', String(bytes)));
  const epochNow = () => readEpoch(gateway.stores.database);
  const mapOf = (epoch: number) => readSeatMap(gateway.stores.redis, epoch, event.eventId);

  it('does not put an epoch in force that lacks an event for that', async () => {
    await expect(keeperThat(() => memoryAtMost(1)).keep()).rejects.toThrow('OOM');
    expect(await epochNow()).toMatchObject({ state: 'CLAIMED' });
    await memoryAtMost(0);
    const keeper = keeperThat(async () => undefined);
    await gateway.stores.database.$executeRaw`update redis_epoch set claimed_at = 'epoch'`;
    await keeper.keep();
    expect(await epochNow()).toMatchObject({ state: 'READY' });
    expect(await mapOf(keeper.current() ?? 0)).not.toBeNull();
  });

  it('because it is full of the last epoch gets rid of that first', async () => {
    const keeper = keeperThat(async () => undefined);
    await keeper.keep();
    expect(await epochNow()).toMatchObject({ epoch: 1, state: 'READY' });
    const old = `e1:{${event.eventId}}:junk`;
    await server.speak(async (redis) => {
      await redis.set(old, Buffer.alloc(30_000_000));
      // As a replica that took over may be: what it knows is not the newest, and there is no room for more.
      await redis.del(beatKey);
    });
    await memoryAtMost(20_000_000);
    expect(await server.speak((redis) => redis.set('test', '1').catch(String))).toMatch(/OOM/);
    const look = async () => {
      // What is unlinked is freed a moment later.
      await keeper.keep().catch(() => undefined);
      return keeper.current();
    };
    await expect.poll(look, { timeout: 10_000, interval: 200 }).not.toBeNull();
    expect(await mapOf(keeper.current() ?? 0)).not.toBeNull();
    expect(await server.speak((redis) => redis.exists(old))).toBe(0);
  });
});
