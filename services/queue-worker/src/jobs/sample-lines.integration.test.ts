import { copyEntries, grantIndexBlock } from '@fairgate/shared/database/entries.ts';
import { keepLineSample, loadLineSamples } from '@fairgate/shared/database/line-samples.ts';
import { connectFillingRedis, untilConnected } from '@fairgate/shared/redis/connect.ts';
import { joinWaitingRoom, raiseMark } from '@fairgate/shared/redis/waiting-room.ts';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createFans } from '../../../../tests/support/fan.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import { type OnSale, type OnSaleOptions, putOnSale } from '../../../../tests/support/on-sale.ts';
import { createEpochKeeper } from '../epoch-keeper.ts';
import { createLiveDrops } from '../live-drops.ts';
import { createLineSampler } from './sample-lines.ts';

const log = pino({ level: 'silent' });
const epochNumber = 1;

let gateway: TestGateway;
let event: OnSale;
beforeAll(async () => {
  gateway = await createTestGateway();
});
beforeEach(async () => {
  event = await openLine();
});
afterAll(() => gateway.close());

/** A drop that Redis knows; the line of an epoch that is in force. */
async function openLine(options: OnSaleOptions = {}): Promise<OnSale> {
  const { database, redis } = gateway.stores;
  const made = await putOnSale(gateway.database.ownerDatabaseUrl, options);
  await gateway.redis.flush();
  await database.$executeRaw`update redis_epoch set epoch = 0, state = 'CLAIMED', claimed_at = '-infinity'`;
  const filling = connectFillingRedis(gateway.config.redisUrl, 'test');
  await untilConnected(filling);
  const keeper = createEpochKeeper(database, redis, filling, createLiveDrops(database), log);
  await keeper.keep();
  await keeper.keep();
  expect(keeper.current()).toBe(epochNumber);
  filling.disconnect();
  return made;
}

const place = () => ({ epoch: epochNumber, eventId: event.eventId, dropId: event.dropId });
const newSampler = () => {
  const { database, redis } = gateway.stores;
  const keeper = { current: () => epochNumber, confirm: async () => true, keep: async () => undefined };
  const outage = { ...gateway.stores.outage, standstill: () => '' as const };
  return createLineSampler({
    database,
    redis,
    epoch: keeper,
    liveDrops: createLiveDrops(database),
    outage,
    log,
  });
};
const samples = () => loadLineSamples(gateway.stores.database, place());

async function join(people: number): Promise<void> {
  const { database, redis } = gateway.stores;
  await raiseMark(redis, place(), 0, await grantIndexBlock(database, place(), 0, 0, 10_000));
  for (const { id } of await createFans(gateway, people)) {
    const joined = await joinWaitingRoom(redis, place(), id, 0);
    if (joined.kind !== 'joined') throw new Error(joined.kind);
    await copyEntries(database, place(), [
      { accountId: id, lane: 0, index: joined.index, joinedMs: Date.now() },
    ]);
  }
}

it('an open line that somebody joined is sampled once in 15 s, by however many workers', async () => {
  await join(3);
  const workers = [newSampler(), newSampler(), newSampler()];
  for (let round = 0; round < 3; round += 1) await Promise.all(workers.map((work) => work()));
  const kept = await samples();
  // The rounds may fall on both sides of a quarter of a minute.
  expect([1, 2]).toContain(kept.length);
  expect(kept[0]).toMatchObject({ joined: [3], ratePerMinute: 60_000 });
  expect(Math.abs((kept[0]?.atMs ?? 0) - Date.now())).toBeLessThan(30_000);
});

it('a line that nobody joined, or that is not open yet, is not', async () => {
  await newSampler()();
  expect(await samples()).toEqual([]);
  event = await openLine({ opensInSeconds: 40 });
  await join(2);
  await newSampler()();
  expect(await samples()).toEqual([]);
});

it('says how many turns a minute there were since the sample before, and nothing new where nothing moves', async () => {
  const { database } = gateway.stores;
  const startMs = Date.UTC(2026, 10, 26, 12);
  const keep = (seconds: number, served: number[], joined: number[], admitted = 0) =>
    keepLineSample(database, place(), {
      ...{ atMs: startMs + seconds * 1_000, served, joined, admitted, ratePerMinute: 60 },
    });
  const all = [
    await keep(0, [0, 0], [40, 10]),
    await keep(14, [9, 3], [40, 10]),
    await keep(15, [10, 5], [40, 10], 12),
    await keep(30, [10, 5], [40, 10]),
    await keep(45, [40, 10], [40, 10]),
    await keep(60, [40, 10], [40, 10]),
    await keep(600, [40, 10], [41, 10]),
    // A Redis that forgot goes on further back.
    await keep(615, [38, 10], [41, 10]),
  ];
  expect(all).toEqual([true, false, true, true, true, false, true, true]);
  const rows = await database.lineSample.findMany({
    where: { dropId: event.dropId },
    orderBy: { slot: 'asc' },
  });
  expect(rows.map(({ turnsPerMinute, admitted }) => [turnsPerMinute, admitted])).toEqual([
    ...[
      [null, 0],
      [60, 12],
      [0, 0],
      [140, 0],
    ],
    ...[
      [null, 0],
      [0, 0],
    ],
  ]);
  expect(await samples()).toHaveLength(6);
});
