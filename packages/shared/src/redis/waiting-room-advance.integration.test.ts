import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { changeDrop, type Sale, saleForEachTest, settings } from './sale.fixture.ts';
import { runScript } from './scripts.ts';
import { advance, comeIn, join, joinMany, missTurns, openTurnTimes } from './waiting-room.fixture.ts';
import { advanceLine } from './waiting-room.ts';

const perSecond = 60;

function advanceAtMost(sale: Sale, turnsMax: number): Promise<readonly string[]> {
  const { ready, drop, serving, turns, admitted, returning } = sale.keys;
  return runScript(
    sale.redis,
    'waiting-room-advance',
    [ready, drop, serving, turns, admitted, returning],
    [turnsMax, ''],
  );
}

describe('moving the line', () => {
  const current = saleForEachTest({ ratePerMinute: 100 * perSecond, cap: 1_000 });

  it('says how it stands', async () => {
    const sale = current();
    await joinMany(sale, 3);
    await sleep(40);
    const line = await advance(sale);
    expect(line).toMatchObject({ served: 3, joined: 3, admitted: 0, openTurns: 3, closesMs: 0, cap: 1_000 });
    expect(line).toMatchObject({ opensMs: settings.opensMs, state: settings.state, ratePerMinute: 6_000 });
    expect(Math.abs(line.nowMs - Date.now())).toBeLessThan(1_000);
  });

  it('gives a second of turns at most after a pause of its callers, however long', async () => {
    const sale = current();
    await joinMany(sale, 150);
    const line = await advance(sale);
    expect(line.served).toBe(100);
    const times = await openTurnTimes(sale, settings.claimMs);
    expect(times[0]).toBeGreaterThanOrEqual(line.nowMs - 1_000);
    expect(times.at(-1)).toBeLessThanOrEqual(line.nowMs);
  });

  it('gives nothing twice to callers of the same instant', async () => {
    const sale = current();
    await joinMany(sale, 150);
    const lines = await Promise.all(Array.from({ length: 20 }, () => advance(sale)));
    const times = lines.map(({ nowMs }) => nowMs);
    const served = Math.max(...lines.map((line) => line.served));
    expect(served).toBeLessThanOrEqual(100 + (Math.max(...times) - Math.min(...times)) / 10 + 1);
  });

  it('gives what one call may not give in the next', async () => {
    const sale = current();
    await joinMany(sale, 150);
    expect((await advanceAtMost(sale, 30))[1]).toBe('30');
    expect((await advanceAtMost(sale, 30))[1]).toBe('60');
    expect((await advance(sale)).served).toBeGreaterThanOrEqual(100);
  });

  it('serves nobody who has not joined, and saves nothing up for them', async () => {
    const sale = current();
    await joinMany(sale, 2);
    await sleep(60);
    expect((await advance(sale)).served).toBe(2);
    await sleep(200);
    const before = await advance(sale);
    expect(before.served).toBe(2);
    await joinMany(sale, 100);
    const after = await advance(sale);
    expect(after.served - 2).toBeLessThanOrEqual((after.nowMs - before.nowMs) / 10 + 1);
  });

  it('counts no index that nobody has, and spends no turn on it', async () => {
    const sale = current();
    await joinMany(sale, 2);
    const skipped = [{ from: 2, to: 600 }];
    await changeDrop(sale, { ratePerMinute: 100 * perSecond, next: 600, skipped });
    const late = await join(sale);
    expect(late.index).toBe(600);
    await sleep(50);
    expect(await advance(sale)).toMatchObject({ served: 3, joined: 3 });
    expect(await sale.redis.zrange(sale.keys.turns, 0, '-1')).toEqual(['0:0', '0:1', '0:2']);
    expect(await comeIn(sale, { ...late, position: 2 })).toMatchObject({ kind: 'granted' });
  });
});

describe('the line stands still', () => {
  const current = saleForEachTest({ ratePerMinute: 100 * perSecond });

  it('before the opening, and its first turn is not earlier', async () => {
    const sale = current();
    const opensMs = Date.now() + 150;
    await changeDrop(sale, { opensMs, ratePerMinute: 100 * perSecond });
    await joinMany(sale, 50);
    while (Date.now() < opensMs - 10) expect((await advance(sale)).served).toBe(0);
    await sleep(60);
    expect((await advance(sale)).served).toBeGreaterThan(0);
    const [first] = await openTurnTimes(sale, settings.claimMs);
    expect(first).toBeGreaterThanOrEqual(opensMs + 10);
  });

  it('before an opening that was moved after turns were given', async () => {
    const sale = current();
    await joinMany(sale, 250);
    await advance(sale);
    const opensMs = Date.now() + 60;
    await changeDrop(sale, { opensMs, ratePerMinute: 100 * perSecond });
    const { served } = await advance(sale);
    await sleep(opensMs - Date.now() + 30);
    await advance(sale);
    const after = (await openTurnTimes(sale, settings.claimMs)).slice(served);
    expect(after.length).toBeGreaterThan(0);
    expect(after[0]).toBeGreaterThanOrEqual(opensMs);
  });

  it('while paused, and nothing is saved up meanwhile', async () => {
    const sale = current();
    await joinMany(sale, 200);
    const before = await advance(sale);
    await changeDrop(sale, { state: 'PAUSED', ratePerMinute: 100 * perSecond });
    for (let round = 0; round < 5; round += 1) {
      await sleep(30);
      expect((await advance(sale)).served).toBe(before.served);
    }
    const paused = await advance(sale);
    await changeDrop(sale, { ratePerMinute: 100 * perSecond });
    await sleep(50);
    const after = await advance(sale);
    expect(after.served).toBeGreaterThan(before.served);
    expect(after.served - before.served).toBeLessThanOrEqual((after.nowMs - paused.nowMs) / 10 + 1);
  });

  it.each([{ state: 'CLOSED' }, { closesMs: 1 }])('after the close: %o', async (change) => {
    const sale = current();
    await joinMany(sale, 10);
    await changeDrop(sale, { ...change, ratePerMinute: 100 * perSecond });
    expect((await advance(sale)).served).toBe(0);
  });

  it('at a rate of nothing, and goes on afterwards', async () => {
    const sale = current();
    await joinMany(sale, 50);
    await changeDrop(sale, { ratePerMinute: 0 });
    expect((await advance(sale)).served).toBe(0);
    expect((await advance(sale)).served).toBe(0);
    await changeDrop(sale, { ratePerMinute: 100 * perSecond });
    await sleep(50);
    expect((await advance(sale)).served).toBeGreaterThan(0);
  });

  it('no longer than now, when the clock was set back', async () => {
    const sale = current();
    await joinMany(sale, 50);
    await sale.redis.hset(sale.keys.serving, 'lastTurnMs', Date.now() + 3_600_000);
    await advance(sale);
    await sleep(50);
    expect((await advance(sale)).served).toBeGreaterThan(0);
  });

  it('in an unknown drop and in an event that is not filled', async () => {
    const sale = current();
    expect(await advanceLine(sale.redis, { ...sale.place, dropId: randomUUID() })).toEqual({
      kind: 'unknownDrop',
    });
    await sale.redis.del(sale.keys.ready);
    expect(await advanceLine(sale.redis, sale.place)).toEqual({ kind: 'notReady' });
  });
});

describe('a full shop', () => {
  const current = saleForEachTest({ ratePerMinute: 100 * perSecond, cap: 10 });

  it('gets no turns beyond its cap, and saves none up', async () => {
    const sale = current();
    const fans = await joinMany(sale, 60);
    expect(await advance(sale)).toMatchObject({ served: 10, openTurns: 10, admitted: 0 });
    await comeIn(sale, fans[0]!);
    expect(await advance(sale)).toMatchObject({ served: 10, openTurns: 9, admitted: 1 });
    await sleep(100);
    const full = await advance(sale);
    expect(full.served).toBe(10);
    await changeDrop(sale, { cap: 60, ratePerMinute: 100 * perSecond });
    // One turn was in the making; the ten of the last 100 ms were not.
    const after = await advance(sale);
    expect(after.served - 10).toBeLessThanOrEqual((after.nowMs - full.nowMs) / 10 + 1);
  });

  it('gives the turn of who never came to the next, after the claim window', async () => {
    const sale = current();
    await changeDrop(sale, { cap: 10, ratePerMinute: 100 * perSecond, claimMs: 150 });
    await joinMany(sale, 40);
    expect((await advance(sale)).served).toBe(10);
    await sleep(260);
    expect(await advance(sale)).toMatchObject({ openTurns: expect.any(Number), admitted: 0 });
    await sleep(100);
    const line = await advance(sale);
    expect(line.served).toBeGreaterThan(10);
    expect(line.openTurns).toBeLessThanOrEqual(10);
  });

  it('keeps a free slot for who missed the turn and came back', async () => {
    const sale = current();
    const fans = await joinMany(sale, 40);
    await missTurns(sale, 1);
    expect((await advance(sale)).served).toBe(11);
    expect(await comeIn(sale, fans[0]!)).toEqual({ kind: 'full' });
    // A slot is free again: the next turn has to wait until the returner is in.
    await sale.redis.zrem(sale.keys.turns, '0:5');
    await sleep(50);
    expect(await advance(sale)).toMatchObject({ served: 11, openTurns: 9 });
    expect((await comeIn(sale, fans[0]!)).kind).toBe('granted');
    expect(await sale.redis.zcard(sale.keys.returning)).toBe(0);
    await sale.redis.zrem(sale.keys.turns, '0:6');
    await sleep(50);
    expect((await advance(sale)).served).toBe(12);
  });
});
