import { type Guard, startGuard } from '@fairgate/launcher/guarded-spawn.ts';
import type { Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { verifyPlace } from '@fairgate/shared/tokens/place-ticket.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type Link, openLink } from '../support/link.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { type OwnRedis, startOwnRedis } from '../support/own-redis.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const resumed = { timeout: 20_000, interval: 50 };

describe('a Redis that goes back in time', () => {
  let guard: Guard;
  let primary: OwnRedis;
  let link: Link;
  let sale: TestSale;
  let event: OnSale;
  let fans: Fan[];
  beforeEach(async () => {
    told.clear();
    guard = startGuard();
    primary = await startOwnRedis(guard);
    link = await openLink(primary.port);
    sale = await startTestSale({ REDIS_URL: `redis://127.0.0.1:${link.port}/0` });
    event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { opensInSeconds: 3_600 });
    await publishDrop(sale.gateway, event);
    fans = await createFans(sale.gateway, 24);
  });
  afterEach(async () => {
    await sale.close();
    await link.close();
    await guard.close();
  });

  const join = (fan: Fan | undefined) => fan?.call<Entry>('POST', `/v1/drops/${event.dropId}/entries`);
  const rankOf = async (fan: Fan | undefined) => {
    const answer = await join(fan);
    return answer?.status === 200 ? answer.body.rank : null;
  };
  /** The index that a signed place ticket names, or null while the gateway refuses. */
  const indexOf = async (fan: Fan | undefined) => {
    const answer = await join(fan);
    if (answer?.status !== 200) return null;
    return verifyPlace(answer.body.placeTicket, sale.gateway.config.placeSecrets)?.index ?? null;
  };
  /** Who was told which place; it is nobody else's before. */
  const told = new Map<number, string>();
  const tell = (fan: Fan, index: number): void => {
    expect(told.get(index) ?? fan.id).toBe(fan.id);
    told.set(index, fan.id);
  };
  const tellAll = async (some: readonly Fan[]): Promise<void> => {
    for (const fan of some) {
      let index: number | null = null;
      const asked = async () => {
        index = await indexOf(fan);
        return index;
      };
      await expect.poll(asked, resumed).not.toBeNull();
      tell(fan, index ?? -1);
    }
  };
  const epochNow = async () => {
    const row = await sale.gateway.stores.database.redisEpoch.findFirstOrThrow();
    return row.state === 'READY' ? row.epoch : null;
  };
  const copied = () => sale.gateway.stores.database.dropEntry.count({ where: { dropId: event.dropId } });
  const isServing = () => expect.poll(() => rankOf(fans.at(-1)), resumed).not.toBeNull();

  it('by an append-only file that lost its last second: nobody gets a place that somebody has', async () => {
    const before = await epochNow();
    await tellAll(fans.slice(0, 4));
    await expect.poll(copied, resumed).toBe(4);
    const bytes = await primary.fileBytes();
    // These are told their ranks, and Redis will know nothing of it.
    await tellAll(fans.slice(4, 8));
    await expect.poll(copied, resumed).toBe(8);
    await primary.stop();
    primary.rollBack(bytes);
    await primary.start();
    await isServing();
    expect(await epochNow()).toBeGreaterThan(before ?? 0);
    await tellAll(fans.slice(0, 16));
    // Nobody's changed either.
    expect(told.size).toBe(16);
  });

  it('by a lagging replica that took over behind open connections: a place is given to one only', async () => {
    const replica = await startOwnRedis(guard);
    const between = await openLink(primary.port);
    await replica.speak((redis) => redis.replicaof('127.0.0.1', between.port));
    const caughtUp = () =>
      replica.speak(async (redis) => /master_link_status:up/.test(await redis.info('replication')));
    await expect.poll(caughtUp, resumed).toBe(true);
    await tellAll(fans.slice(0, 1));
    const entriesThere = () =>
      replica.speak(async (redis) => {
        const [key] = await redis.keys('*:entries');
        return key === undefined ? 0 : redis.hlen(key);
      });
    await expect.poll(entriesThere, resumed).toBe(1);
    await between.set('silent');
    await tellAll(fans.slice(1, 6));

    await replica.speak((redis) => redis.replicaof('NO', 'ONE'));
    await link.lead(replica.port);
    // At once, before anybody looked: the gateway's connection never ended, its view is the old one.
    const early = await Promise.all(
      fans.slice(6, 12).map(async (fan) => ({ fan, index: await indexOf(fan) })),
    );
    for (const { fan, index } of early) if (index !== null) tell(fan, index);
    await isServing();
    await tellAll(fans.slice(6, 20));
    await between.close();
  });

  it('counts people, not the indices that nobody has', async () => {
    for (const [at, fan] of fans.slice(0, 5).entries()) expect(await rankOf(fan)).toBe(at + 1);
    await expect.poll(copied, resumed).toBe(5);
    const joined = async () => {
      const { body } = await sale.gateway.app.inject(`/v1/drops/${event.dropId}/status`);
      return (JSON.parse(body) as { joined?: number[] }).joined?.[0];
    };
    for (const [loss, next] of [5, 6].entries()) {
      const before = await epochNow();
      await primary.speak((redis) => redis.flushall());
      await expect.poll(epochNow, resumed).toBe((before ?? 0) + 1);
      await expect.poll(() => rankOf(fans[0]), resumed).toBe(1);
      expect(await rankOf(fans[next])).toBe(next + 1);
      await expect.poll(copied, resumed).toBe(next + 1);
      await expect.poll(joined, resumed).toBe(next + 1);
      // What was told before stays true, after each loss.
      for (const [at, fan] of fans.slice(0, next).entries())
        expect([loss, await rankOf(fan)]).toEqual([loss, at + 1]);
    }
    expect(await rankOf(fans[10])).toBe(8);
  });
});
