import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bindHold, releaseHold } from './hold-seats.ts';
import { findFaults } from './inspect-sale.fixture.ts';
import { eventKeys } from './keys.ts';
import { prolongLeases } from './prolong-leases.ts';
import { epoch, mark, type Sale, saleForEachTest, statusesOf, takeHold } from './sale.fixture.ts';

const current = saleForEachTest({ limit: 3 });

async function leaseMsOf(sale: Sale, number: number): Promise<number> {
  return sale.redis.pttl(`${eventKeys(epoch, sale.place.eventId).lease}${number}`);
}

async function boundOrder(sale: Sale, tickets: readonly number[], leaseMs: number) {
  const hold = await takeHold(sale, { kind: 'chosen', tickets });
  const orderId = randomUUID();
  await bindHold(sale.redis, hold, orderId, leaseMs);
  return { ...hold, orderId };
}

const prolong = (sale: Sale, order: Awaited<ReturnType<typeof boundOrder>>, leaseMs: number) =>
  prolongLeases(sale.redis, epoch, sale.place.eventId, order, leaseMs);

describe("an order's leases", () => {
  it('follow a deadline that was moved, however often it is said, and are never shortened', async () => {
    const sale = current();
    const order = await boundOrder(sale, [1, 2], 60_000);
    for (const _ of [1, 2]) expect(await prolong(sale, order, 600_000)).toBe(2);
    expect(await leaseMsOf(sale, 1)).toBeGreaterThan(500_000);
    expect(await prolong(sale, order, 1_000)).toBe(2);
    expect(await leaseMsOf(sale, 2)).toBeGreaterThan(500_000);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('are taken back when they ran out, with a hold that can be released', async () => {
    const sale = current();
    const order = await boundOrder(sale, [1, 2], 60_000);
    expect((await releaseHold(sale.redis, order, order.orderId)).kind).toBe('released');
    expect(await statusesOf(sale, [1, 2])).toEqual([0, 0]);
    expect(await prolong(sale, order, 60_000)).toBe(2);
    expect(await statusesOf(sale, [1, 2])).toEqual([1, 1]);
    expect(await findFaults(sale)).toEqual([]);
    expect(await releaseHold(sale.redis, order, order.orderId)).toEqual({
      kind: 'released',
      tickets: [1, 2],
    });
  });

  it("leave another's lease and a sale alone", async () => {
    const sale = current();
    const order = await boundOrder(sale, [1, 2, 5], 60_000);
    await releaseHold(sale.redis, order, order.orderId);
    const other = await takeHold(sale, { kind: 'chosen', tickets: [1] });
    await mark(sale, [2], 'sold');
    expect(await prolong(sale, order, 60_000)).toBe(1);
    expect(await sale.redis.get(`${eventKeys(epoch, sale.place.eventId).lease}1`)).toBe(other.holdId);
    expect(await statusesOf(sale, [1, 2, 5])).toEqual([1, 2, 1]);
  });
});
