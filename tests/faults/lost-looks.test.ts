import { once } from 'node:events';
import { createEpochKeeper, type EpochKeeper } from '@fairgate/queue-worker/epoch-keeper.ts';
import { createLiveDrops } from '@fairgate/queue-worker/live-drops.ts';
import { readEpoch } from '@fairgate/shared/database/redis-epoch.ts';
import {
  connectFillingRedis,
  connectRedis,
  type RedisConnection,
  untilConnected,
} from '@fairgate/shared/redis/connect.ts';
import { readSeatMap } from '@fairgate/shared/redis/fill-event.ts';
import { beatKey } from '@fairgate/shared/redis/keys.ts';
import { isRedisFailure } from '@fairgate/shared/redis/redis-failure.ts';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';

describe('a look at Redis', () => {
  let gateway: TestGateway;
  let event: OnSale;
  let redis: RedisConnection;
  let filling: RedisConnection;
  let keeper: EpochKeeper;
  beforeEach(async () => {
    gateway = await createTestGateway();
    event = await putOnSale(gateway.database.ownerDatabaseUrl);
    redis = connectRedis(gateway.config.redisUrl, 'test');
    filling = connectFillingRedis(gateway.config.redisUrl, 'test-filling');
    await Promise.all([untilConnected(redis), untilConnected(filling)]);
    const { database } = gateway.stores;
    keeper = createEpochKeeper(
      database,
      redis,
      filling,
      createLiveDrops(database),
      pino({ level: 'silent' }),
    );
    await keeper.keep();
  });
  afterEach(async () => {
    redis.disconnect();
    filling.disconnect();
    await gateway.close();
  });
  const epochNow = () => readEpoch(gateway.stores.database);

  it('that fails ends the epoch for this worker, until one succeeds', async () => {
    expect(keeper.current()).toBe(1);
    const ended = once(redis, 'end');
    redis.disconnect();
    await ended;
    await expect(keeper.keep()).rejects.toSatisfy(isRedisFailure);
    expect(keeper.current()).toBeNull();
    await untilConnected(redis);
    await keeper.keep();
    expect(keeper.current()).toBe(1);
  });

  it('between whose question and beat everything is forgotten finds that by the beat', async () => {
    for (let looks = 0; looks < 3; looks += 1) await keeper.keep();
    const incr = redis.incr.bind(redis);
    redis.incr = async (key) => {
      redis.incr = incr;
      await gateway.redis.flush();
      return incr(key);
    };
    await keeper.keep();
    expect(await epochNow()).toMatchObject({ epoch: 2, state: 'READY' });
    expect(keeper.current()).toBe(2);
    expect(await readSeatMap(gateway.stores.redis, 2, event.eventId)).not.toBeNull();
    await keeper.keep();
    expect(await epochNow()).toMatchObject({ epoch: 2, state: 'READY' });
  });

  it('sees a loss by the beat even when others beat often before it', async () => {
    await gateway.redis.flush();
    for (let beats = 0; beats < 50; beats += 1) await gateway.stores.redis.incr(beatKey);
    await keeper.keep();
    expect(await epochNow()).toMatchObject({ epoch: 2, state: 'READY' });
  });
});
