import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bindHold, releaseHold, unbindHold } from './hold-seats.ts';
import { findFaults } from './inspect-sale.fixture.ts';
import { accountHoldsKey } from './keys.ts';
import { epoch, mark, saleForEachTest, statusesOf, takeHold } from './sale.fixture.ts';

describe('releasing a hold', () => {
  const current = saleForEachTest();
  const seats = { kind: 'chosen' as const, tickets: [1, 2] };

  it('frees its tickets once', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    expect(await releaseHold(sale.redis, hold)).toEqual({ kind: 'released', tickets: [1, 2] });
    expect(await releaseHold(sale.redis, hold)).toEqual({ kind: 'gone' });
    expect(await statusesOf(sale, [1, 2])).toEqual([0, 0]);
    expect(await sale.redis.exists(accountHoldsKey(epoch, sale.place.eventId, hold.accountId))).toBe(0);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('repeated late does not touch the next hold on its tickets', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    await releaseHold(sale.redis, hold);
    await takeHold(sale, seats);
    expect(await releaseHold(sale.redis, hold)).toEqual({ kind: 'gone' });
    expect(await statusesOf(sale, [1, 2])).toEqual([1, 1]);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('frees general admission for the next', async () => {
    const sale = current();
    const hold = await takeHold(sale, { kind: 'pool', categoryId: sale.general, quantity: 12 });
    await releaseHold(sale.redis, hold);
    expect(await findFaults(sale)).toEqual([]);
    await takeHold(sale, { kind: 'pool', categoryId: sale.general, quantity: 12 });
  });

  it('leaves a ticket sold that was sold', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    await mark(sale, [1], 'sold');
    expect(await releaseHold(sale.redis, hold)).toEqual({ kind: 'released', tickets: [2] });
    expect(await statusesOf(sale, [1, 2])).toEqual([2, 0]);
    expect(await sale.redis.exists(accountHoldsKey(epoch, sale.place.eventId, hold.accountId))).toBe(0);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('is only for the account that has the hold', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    expect(await releaseHold(sale.redis, { ...hold, accountId: randomUUID() })).toEqual({ kind: 'gone' });
    expect(await statusesOf(sale, [1, 2])).toEqual([1, 1]);
  });

  it('is not for the shopper while an order has it, but for the end of that order', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    const orderId = randomUUID();
    await bindHold(sale.redis, hold, orderId, 90_000);
    expect(await releaseHold(sale.redis, hold)).toEqual({ kind: 'ordered', orderId });
    expect(await releaseHold(sale.redis, hold, randomUUID())).toEqual({ kind: 'ordered', orderId });
    expect(await statusesOf(sale, [1, 2])).toEqual([1, 1]);
    expect(await releaseHold(sale.redis, hold, orderId)).toEqual({ kind: 'released', tickets: [1, 2] });
    expect(await releaseHold(sale.redis, hold, orderId)).toEqual({ kind: 'gone' });
    expect(await findFaults(sale)).toEqual([]);
  });

  it('at the end of an order that was refused leaves the hold to the shopper', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    const orderId = randomUUID();
    await bindHold(sale.redis, hold, orderId, 90_000);
    await unbindHold(sale.redis, hold, orderId);
    expect(await releaseHold(sale.redis, hold, orderId)).toEqual({ kind: 'gone' });
    expect(await statusesOf(sale, [1, 2])).toEqual([1, 1]);
  });

  it('waits for the event to be filled', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    await sale.redis.del(sale.keys.ready);
    expect(await releaseHold(sale.redis, hold)).toEqual({ kind: 'notReady' });
  });
});
