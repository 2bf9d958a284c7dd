import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { measureLine } from './capacity.ts';
import { changeDrop, type Sale, saleForEachTest } from './sale.fixture.ts';
import { advance, comeIn, join, joinMany, openTurnTimes } from './waiting-room.fixture.ts';
import { advanceLine, joinWaitingRoom } from './waiting-room.ts';

const perMinute = 60;
const plenty = { free: 1_000, share: 1, slowedBy: null };
/** Some turns are earned: at most a second's. */
const pauseMs = 120;

async function turnsAfter(sale: Sale, ms = pauseMs) {
  const { served } = await advance(sale);
  await sleep(ms);
  const line = await advance(sale);
  return { given: line.served - served, line };
}

/** How far apart the next turns come: the mean of what their times say, whenever they were given. Milliseconds. */
async function spacingOf(sale: Sale): Promise<number> {
  const beganMs = (await advance(sale)).nowMs;
  for (let at = 0; at < 5; at += 1) {
    await sleep(200);
    await advance(sale);
  }
  const claimMs = Number(await sale.redis.hget(sale.keys.drop, 'claimMs'));
  const times = (await openTurnTimes(sale, claimMs)).filter((time) => time > beganMs);
  return ((times.at(-1) ?? Number.NaN) - (times[0] ?? Number.NaN)) / (times.length - 1);
}

describe('what was measured', () => {
  const current = saleForEachTest();

  it('gives no more open turns than tickets are free', async () => {
    const sale = current();
    await changeDrop(sale, { ratePerMinute: 1_000 * perMinute });
    const fans = await joinMany(sale, 12);
    await measureLine(sale.redis, sale.place, { ...plenty, free: 3 });
    const { line } = await turnsAfter(sale);
    expect(line).toMatchObject({ served: 3, openTurns: 3, binds: 'tickets' });
    // One came in: while it takes its ticket nobody counted again, and one more turn is given.
    const [first] = fans;
    if (first !== undefined) await comeIn(sale, first);
    expect((await turnsAfter(sale)).line).toMatchObject({ served: 4, openTurns: 3 });
    await measureLine(sale.redis, sale.place, { ...plenty, free: 0 });
    expect((await turnsAfter(sale)).given).toBe(0);
    await measureLine(sale.redis, sale.place, { ...plenty, free: 4 });
    expect((await turnsAfter(sale)).line).toMatchObject({ served: 5, binds: 'tickets' });
    await measureLine(sale.redis, sale.place, plenty);
    expect((await turnsAfter(sale)).line).toMatchObject({ served: 12, binds: 'none' });
  });

  it('slows the line to the share of its rate, and says because of what', async () => {
    const sale = current();
    await changeDrop(sale, { ratePerMinute: 200 * perMinute });
    await joinMany(sale, 200);
    await measureLine(sale.redis, sale.place, { ...plenty, share: 0.25, slowedBy: 'orders' });
    expect(await spacingOf(sale)).toBeCloseTo(20, 0);
    expect(await advance(sale)).toMatchObject({ ratePerMinute: 50 * perMinute, binds: 'orders' });
  });

  it('stops the line at a share of nothing, and goes on without a burst', async () => {
    const sale = current();
    await changeDrop(sale, { ratePerMinute: 100 * perMinute });
    await joinMany(sale, 300);
    await measureLine(sale.redis, sale.place, { ...plenty, share: 0, slowedBy: 'payments' });
    await advance(sale);
    const { given, line } = await turnsAfter(sale, 1_300);
    expect(given).toBe(0);
    expect(line).toMatchObject({ ratePerMinute: 0, binds: 'payments' });
    await measureLine(sale.redis, sale.place, plenty);
    const gone = await advance(sale);
    // A second's worth at most was earned.
    expect(gone.served - line.served).toBeLessThanOrEqual(101);
  });

  it('counts no longer than it may: then nobody would finish what is bought', async () => {
    const sale = current();
    await changeDrop(sale, { ratePerMinute: 1_000 * perMinute });
    await joinMany(sale, 20);
    await measureLine(sale.redis, sale.place, plenty);
    await sale.redis.hset(sale.keys.serving, 'measuredUntilMs', Date.now() - 1);
    const { given, line } = await turnsAfter(sale);
    expect(given).toBe(0);
    expect(line).toMatchObject({ ratePerMinute: 0, binds: 'workers' });
  });

  it('of a drop that Redis does not know leaves nothing behind', async () => {
    const sale = current();
    await sale.redis.del(sale.keys.drop, sale.keys.serving);
    await measureLine(sale.redis, sale.place, plenty);
    expect(await sale.redis.exists(sale.keys.serving)).toBe(0);
  });
});

describe('a line', () => {
  const current = saleForEachTest();

  it.each([
    { state: 'HELD', binds: 'held' },
    { state: 'DRAINING', binds: 'draining' },
  ])('that is $state gives no turns, and who has one comes in', async ({ state, binds }) => {
    const sale = current();
    await changeDrop(sale, { ratePerMinute: 1_000 * perMinute, cap: 2 });
    const [first] = await joinMany(sale, 5);
    await turnsAfter(sale);
    await changeDrop(sale, { ratePerMinute: 1_000 * perMinute, cap: 10, state });
    const { given, line } = await turnsAfter(sale);
    expect(given).toBe(0);
    expect(line).toMatchObject({ binds, state });
    if (first === undefined) throw new Error('nobody');
    expect(await comeIn(sale, first)).toMatchObject({ kind: 'granted' });
    await changeDrop(sale, { ratePerMinute: 1_000 * perMinute, cap: 10 });
    expect((await turnsAfter(sale)).line.served).toBeGreaterThan(line.served);
  });

  it('that is drained takes nobody new, and everybody keeps the place', async () => {
    const sale = current();
    const fan = await join(sale);
    await changeDrop(sale, { state: 'DRAINING' });
    const again = await joinWaitingRoom(sale.redis, sale.place, fan.accountId, 0);
    expect(again).toMatchObject({ kind: 'already', index: fan.index });
    const stranger = '01a212d2-cd41-766d-8093-2c274ae78f8f';
    expect(await joinWaitingRoom(sale.redis, sale.place, stranger, 0)).toEqual({ kind: 'closed' });
  });

  it.each(['held', 'payments'] as const)('stands still for all: %s', async (why) => {
    const sale = current();
    await changeDrop(sale, { ratePerMinute: 1_000 * perMinute });
    await joinMany(sale, 3);
    await sleep(pauseMs);
    expect(await advanceLine(sale.redis, sale.place, why)).toMatchObject({ served: [0], binds: why });
  });
});

describe('turns that are not taken', () => {
  const current = saleForEachTest();
  const [rate, claimMs] = [20, 60_000];

  /** As if a thousand turns had come in 20 s that ended 12 s ago, and this many of them were not taken. */
  async function remember(sale: Sale, untaken: number): Promise<void> {
    const now = Date.now();
    await changeDrop(sale, { ratePerMinute: rate * perMinute, claimMs, cap: 100_000, next: 10_000 });
    await sale.redis.hset(
      sale.keys.serving,
      'served0',
      1_000,
      'history',
      `${now - 32_000}:0,${now - 12_000}:1000`,
    );
    for (let at = 0; at < untaken; at += 1)
      await sale.redis.zadd(sale.keys.turns, now - 12_500 - at * 15 + claimMs, `0:${at}`);
  }

  it.each([
    { untaken: 0, times: 1 },
    { untaken: 300, times: 1 / 0.7 },
    // Twice as close at most, whatever happened.
    { untaken: 900, times: 2 },
  ])('($untaken of 1,000) are made up for by $times times the rate', async ({ untaken, times }) => {
    const sale = current();
    await remember(sale, untaken);
    expect(await spacingOf(sale)).toBeCloseTo(1_000 / rate / times, 1);
    expect((await advance(sale)).ratePerMinute).toBe(rate * perMinute);
  });

  it('are not judged before ten seconds, nor by a handful', async () => {
    const sale = current();
    await remember(sale, 300);
    const now = Date.now();
    await sale.redis.hset(
      sale.keys.serving,
      'history',
      `${now - 32_000}:0,${now - 12_000}:19,${now - 5_000}:1000`,
    );
    expect(await spacingOf(sale)).toBeCloseTo(1_000 / rate, 1);
  });
});
