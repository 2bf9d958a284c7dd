import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readSeatMap, sweepLeases } from './fill-event.ts';
import { seatKeys } from './hold-seats.ts';
import { findFaults } from './inspect-sale.fixture.ts';
import {
  changeDrop,
  epoch,
  mark,
  numbersFrom,
  type Sale,
  saleForEachTest,
  statusesOf,
  takeHold,
} from './sale.fixture.ts';
import { runScript } from './scripts.ts';

function sweep(sale: Sale, max = 100): Promise<number> {
  return sweepLeases(sale.redis, epoch, sale.place.eventId, max);
}

describe('the sweep', () => {
  const current = saleForEachTest({ holdMs: 30 });

  it('returns what ran out, once, and grows the version with it', async () => {
    const sale = current();
    const hold = await takeHold(sale, { kind: 'chosen', tickets: [1, 2] });
    const pool = await takeHold(sale, { kind: 'pool', categoryId: sale.general, quantity: 2 });
    await sleep(pool.deadlineMs - Date.now() + 3);
    expect(await statusesOf(sale, hold.tickets)).toEqual([1, 1]);
    const before = await readSeatMap(sale.redis, epoch, sale.place.eventId);
    expect(await sweep(sale)).toBe(4);
    expect(await sweep(sale)).toBe(0);
    const after = await readSeatMap(sale.redis, epoch, sale.place.eventId);
    expect(after?.version).toBeGreaterThan(before?.version ?? 0);
    expect(await statusesOf(sale, [...hold.tickets, ...pool.tickets])).toEqual([0, 0, 0, 0]);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('looks at no more than it is told', async () => {
    const sale = current();
    const hold = await takeHold(sale, { kind: 'chosen', tickets: numbersFrom(0, 10) });
    await sleep(hold.deadlineMs - Date.now() + 3);
    expect(await sweep(sale, 7)).toBe(7);
    expect(await sweep(sale, 7)).toBe(3);
  });

  it('leaves sold tickets sold', async () => {
    const sale = current();
    const hold = await takeHold(sale, { kind: 'chosen', tickets: [1, 2] });
    await mark(sale, [1], 'sold');
    await sleep(hold.deadlineMs - Date.now() + 3);
    expect(await sweep(sale)).toBe(1);
    expect(await statusesOf(sale, [1, 2])).toEqual([2, 0]);
  });

  it('lists a lease anew that lives longer than it was listed', async () => {
    const sale = current();
    await changeDrop(sale, { holdMs: 200 });
    const hold = await takeHold(sale, { kind: 'chosen', tickets: [1] });
    await sale.redis.pexpireat(`${sale.keys.lease}1`, hold.deadlineMs + 200);
    await sleep(hold.deadlineMs - Date.now() + 3);
    expect(await sweep(sale)).toBe(0);
    expect(Number(await sale.redis.zscore(sale.keys.leases, 1))).toBe(hold.deadlineMs + 200);
    await sleep(hold.deadlineMs + 200 - Date.now() + 3);
    expect(await sweep(sale)).toBe(1);
  });

  it('loses no ticket when it comes in the very millisecond in which leases end', async () => {
    const sale = current();
    for (let round = 0; round < 40; round += 1) {
      const hold = await takeHold(sale, { kind: 'chosen', tickets: [1, 2, 3] });
      let freed = 0;
      // From before the last millisecond until after it, as fast as Redis answers.
      while (Date.now() <= hold.deadlineMs + 3) freed += await sweep(sale);
      freed += await sweep(sale);
      expect(freed).toBe(3);
      expect(await statusesOf(sale, [1, 2, 3])).toEqual([0, 0, 0]);
    }
  });

  it('waits for the event to be filled', async () => {
    const sale = current();
    await sale.redis.del(sale.keys.ready);
    const names = [...seatKeys(sale.keys), sale.keys.ready];
    expect(await runScript(sale.redis, 'hold-sweep', names, [10])).toEqual(['NOT_READY']);
    expect(await sweep(sale)).toBe(0);
  });
});
