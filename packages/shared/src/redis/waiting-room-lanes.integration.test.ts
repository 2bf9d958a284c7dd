import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { changeDrop, type Sale, saleForEachTest } from './sale.fixture.ts';
import { advance, advanceLanes, comeIn, join, joinMany } from './waiting-room.fixture.ts';
import { joinWaitingRoom } from './waiting-room.ts';

const perSecond = 60;

describe('lanes', () => {
  const lane = { mark: 10_000, next: 0, served: 0, skipped: [], places: 0 };
  const current = saleForEachTest({
    ...{ ratePerMinute: 600_000, cap: 1_000, order: '0010010010', lanes: [lane, lane] },
  });
  const turnsByLane = async (sale: Sale): Promise<string> => {
    const flat = await sale.redis.zrange(sale.keys.turns, 0, '-1', 'WITHSCORES');
    const turns = flat.flatMap((turn, at) => (at % 2 === 0 ? [{ turn, ms: Number(flat[at + 1]) }] : []));
    return turns
      .toSorted((a, b) => a.ms - b.ms)
      .map(({ turn }) => turn.split(':')[0])
      .join('');
  };
  /** Turns far enough apart that each has a millisecond of its own. */
  const slowly = { ratePerMinute: 100 * perSecond, order: '0010010010', lanes: [lane, lane] };

  it('take turns in the published order', async () => {
    const sale = current();
    await changeDrop(sale, slowly);
    for (let at = 0; at < 30; at += 1) await join(sale, randomUUID(), at % 2);
    await sleep(220);
    const line = await advanceLanes(sale);
    expect(line.joined).toEqual([15, 15]);
    const order = await turnsByLane(sale);
    expect(order.length).toBe(line.served[0]! + line.served[1]!);
    expect(order.length).toBeGreaterThanOrEqual(20);
    expect(order.slice(0, 20)).toBe('00100100100010010010');
  });

  it('leave turns that nobody of theirs takes to the general lane, and that to the others', async () => {
    const sale = current();
    for (let at = 0; at < 8; at += 1) await join(sale, randomUUID(), 0);
    for (let at = 0; at < 2; at += 1) await join(sale, randomUUID(), 1);
    await sleep(50);
    expect(await advanceLanes(sale)).toMatchObject({ served: [8, 2] });
    for (let at = 0; at < 9; at += 1) await join(sale, randomUUID(), 1);
    await sleep(50);
    expect(await advanceLanes(sale)).toMatchObject({ served: [8, 11] });
  });

  it('have places of their own: the first of one is not the first of the other', async () => {
    const sale = current();
    const [general, priority] = [await join(sale, randomUUID(), 0), await join(sale, randomUUID(), 1)];
    expect([general, priority]).toMatchObject([
      { lane: 0, index: 0 },
      { lane: 1, index: 0 },
    ]);
    await sale.redis.hset(sale.keys.serving, 'served1', 1);
    expect(await comeIn(sale, general)).toEqual({ kind: 'notYet', served: 0 });
    expect((await comeIn(sale, priority)).kind).toBe('granted');
    expect(await join(sale, general.accountId, 1)).toEqual(general);
  });

  it('are not there before Redis was told of them', async () => {
    const sale = current();
    expect(await joinWaitingRoom(sale.redis, sale.place, randomUUID(), 2)).toEqual({ kind: 'notReady' });
  });
});

describe('a line that waits for its draw', () => {
  const current = saleForEachTest({ ratePerMinute: 100 * perSecond, draw: 'pending' });

  it('gives no turn before it, saves none up, and goes by it then', async () => {
    const sale = current();
    const fans = await joinMany(sale, 3);
    await sleep(100);
    expect(await advance(sale)).toMatchObject({ served: 0, joined: 3, draw: 'pending' });
    expect(await comeIn(sale, fans[0]!)).toEqual({ kind: 'notDrawn' });
    await changeDrop(sale, { ratePerMinute: 100 * perSecond, draw: '00112233aabbccdd' });
    expect((await advance(sale)).served).toBeLessThanOrEqual(1);
    await sleep(50);
    expect(await advance(sale)).toMatchObject({ served: 3, draw: '00112233aabbccdd' });
    expect(await comeIn(sale, { ...fans[0]!, position: 2 })).toEqual({ kind: 'notDrawn' });
    expect(await comeIn(sale, { ...fans[0]!, position: 2, draw: '00112233aabbccdd' })).toMatchObject({
      kind: 'granted',
    });
  });
});
