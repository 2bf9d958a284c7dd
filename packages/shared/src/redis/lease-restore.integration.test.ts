import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type RestoreOutcome, restoreLease } from './fill-event.ts';
import { acquireHold, bindHold, type HoldPlace, releaseHold } from './hold-seats.ts';
import { findFaults } from './inspect-sale.fixture.ts';
import {
  epoch,
  leaseHolders,
  mark,
  newShopper,
  type Sale,
  saleForEachTest,
  statusesOf,
  takeHold,
} from './sale.fixture.ts';

const current = saleForEachTest({ limit: 3 });

function restore(
  sale: Sale,
  number: number,
  hold: HoldPlace,
  orderId: string,
  leftMs = 90_000,
): Promise<RestoreOutcome> {
  const nowMs = 1_000_000;
  return restoreLease(sale.redis, epoch, sale.place.eventId, {
    ...{ number, holdId: hold.holdId, deadlineMs: nowMs + leftMs, nowMs },
    order: { orderId, accountId: hold.accountId, dropId: hold.dropId },
  });
}

describe('an unfinished order after Redis forgot', () => {
  it('has its leases, its hold and its count again', async () => {
    const sale = current();
    const hold = await newShopper(sale);
    const orderId = randomUUID();
    for (const number of [1, 2, 72]) expect(await restore(sale, number, hold, orderId)).toBe('restored');
    expect(await statusesOf(sale, [1, 2, 72])).toEqual([1, 1, 1]);
    expect(await findFaults(sale)).toEqual([]);
    const outcome = await acquireHold(
      sale.redis,
      { ...hold, holdId: randomUUID() },
      { kind: 'chosen', tickets: [5] },
    );
    expect(outcome).toEqual({ kind: 'limit', limit: 3 });
    expect(await bindHold(sale.redis, hold, orderId, 90_000)).toEqual({ kind: 'bound', tickets: [1, 2, 72] });
    expect(await releaseHold(sale.redis, hold, orderId)).toEqual({ kind: 'released', tickets: [1, 2, 72] });
    expect(await findFaults(sale)).toEqual([]);
  });

  it('is restored once, however often and in whatever order it is done', async () => {
    const sale = current();
    const hold = await newShopper(sale);
    const orderId = randomUUID();
    const outcomes = await Promise.all([1, 2, 1, 2, 2].map((number) => restore(sale, number, hold, orderId)));
    expect(outcomes).toEqual(Array(5).fill('restored'));
    expect(await findFaults(sale)).toEqual([]);
    expect(await releaseHold(sale.redis, hold, orderId)).toEqual({ kind: 'released', tickets: [1, 2] });
  });

  it('does not get a ticket that another hold has by now', async () => {
    const sale = current();
    const other = await takeHold(sale, { kind: 'chosen', tickets: [1] });
    expect(await restore(sale, 1, await newShopper(sale), randomUUID())).toBe('leased');
    expect(await leaseHolders(sale, [1])).toEqual([other.holdId]);
    expect(await findFaults(sale)).toEqual([]);
  });

  it.each(['sold', 'off'] as const)('does not get a lease over a ticket that is %s', async (status) => {
    const sale = current();
    await mark(sale, [1], status);
    expect(await restore(sale, 1, await newShopper(sale), randomUUID())).toBe('sold');
    expect(await leaseHolders(sale, [1])).toEqual([null]);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('gets nothing when its time is over', async () => {
    const sale = current();
    expect(await restore(sale, 1, await newShopper(sale), randomUUID(), 0)).toBe('past');
    expect(await findFaults(sale)).toEqual([]);
  });

  it('loses the lease at its deadline, with nothing left behind', async () => {
    const sale = current();
    const hold = await newShopper(sale);
    await restore(sale, 1, hold, randomUUID(), 30);
    await sleep(35);
    expect(await findFaults(sale)).toEqual([]);
    expect(await statusesOf(sale, [1])).toEqual([0]);
    expect(await sale.redis.keys('*:{*}:h*')).toEqual([]);
  });

  it('has a bare lease when nothing else is known', async () => {
    const sale = current();
    const lease = { number: 1, holdId: randomUUID(), deadlineMs: 60_000, nowMs: 0 };
    expect(await restoreLease(sale.redis, epoch, sale.place.eventId, lease)).toBe('restored');
    expect(await leaseHolders(sale, [1])).toEqual([lease.holdId]);
    expect(await statusesOf(sale, [1])).toEqual([1]);
    expect(await sale.redis.zscore(sale.keys.leases, 1)).not.toBeNull();
  });
});
