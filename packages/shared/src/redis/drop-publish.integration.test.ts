import { describe, expect, it } from 'vitest';
import { publishDrop } from './fill-event.ts';
import { changeDrop, saleForEachTest, settings } from './sale.fixture.ts';
import { advance, joinMany } from './waiting-room.fixture.ts';

const current = saleForEachTest({ ratePerMinute: 60_000 });

describe('publishing a drop', () => {
  it('writes its settings, again and again', async () => {
    const sale = current();
    const changed = { ...settings, cap: 7, limit: 3, holdMs: 1_234, state: 'PAUSED' };
    for (let times = 0; times < 2; times += 1) await publishDrop(sale.redis, sale.place, changed);
    expect(await sale.redis.hgetall(sale.keys.drop)).toMatchObject({
      ...{ cap: '7', limit: '3', holdMs: '1234', state: 'PAUSED', closesMs: '0', mark0: '10000', next0: '0' },
      ...{ opensMs: String(settings.opensMs), claimMs: String(settings.claimMs), ratePerMinute: '600' },
    });
  });

  it.each([
    { fact: 'from a Postgres that lags behind', change: { mark: 5, next: 0, served: 0 } },
    { fact: 'as it stands', change: { mark: 10_000, next: 30, served: 30 } },
  ])('never sets a running line back: $fact', async ({ change }) => {
    const sale = current();
    await joinMany(sale, 30);
    const before = await advance(sale);
    expect(before).toMatchObject({ served: 30, joined: 30 });
    await changeDrop(sale, change);
    expect(await advance(sale)).toMatchObject({ served: 30, joined: 30 });
    expect(await sale.redis.hget(sale.keys.drop, 'mark0')).toBe('10000');
  });

  it('starts the line of a Redis that forgot where Postgres has it', async () => {
    const sale = current();
    await sale.redis.del(sale.keys.drop, sale.keys.serving);
    await changeDrop(sale, { mark: 20_000, next: 10_000, served: 400 });
    expect((await joinMany(sale, 1))[0]?.index).toBe(10_000);
    expect((await advance(sale)).served).toBeGreaterThanOrEqual(400);
  });

  it('keeps the gaps that it knows against one who read them before the last was noted', async () => {
    const sale = current();
    const [first, second] = [
      { from: 5, to: 9 },
      { from: 20, to: 30 },
    ];
    for (const [skipped, known] of [
      [[], ''],
      [[first], '5-9'],
      [[first, second], '5-9,20-30'],
      [[first], '5-9,20-30'],
      [[], '5-9,20-30'],
    ] as const) {
      await changeDrop(sale, { skipped });
      expect(await sale.redis.hget(sale.keys.drop, 'skipped0')).toBe(known);
    }
    expect(await sale.redis.hget(sale.keys.drop, 'skippedCount0')).toBe('14');
  });

  it('does not undo a draw, and takes one that was pending or came later', async () => {
    const sale = current();
    const drawOf = () => sale.redis.hget(sale.keys.drop, 'draw');
    for (const [draw, after] of [
      ['pending', 'pending'],
      ['', ''],
      ['pending', 'pending'],
      ['00112233aabbccdd', '00112233aabbccdd'],
      ['pending', '00112233aabbccdd'],
      ['', '00112233aabbccdd'],
    ] as const) {
      await changeDrop(sale, { draw });
      expect(await drawOf()).toBe(after);
    }
  });
});
