import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { acquireHold, bindHold } from './hold-seats.ts';
import { findFaults } from './inspect-sale.fixture.ts';
import { accountHoldsKey } from './keys.ts';
import { epoch, leaseHolders, mark, type Sale, saleForEachTest, takeHold } from './sale.fixture.ts';

const seats = { kind: 'chosen' as const, tickets: [1, 2] };

describe('binding a hold to an order', () => {
  const current = saleForEachTest({ limit: 4 });

  it("moves the leases' end to the order's, and says which tickets they are", async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    expect(await bindHold(sale.redis, hold, randomUUID(), 7_200_000)).toEqual({
      kind: 'bound',
      tickets: [1, 2],
    });
    expect(await sale.redis.pttl(`${sale.keys.lease}1`)).toBeGreaterThan(7_100_000);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('is one binding, however often its order comes', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    const orderId = randomUUID();
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => bindHold(sale.redis, hold, orderId, 90_000)),
    );
    for (const outcome of outcomes) expect(outcome).toEqual({ kind: 'bound', tickets: [1, 2] });
    expect(await findFaults(sale)).toEqual([]);
  });

  it('is for one order only', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    const orders = Array.from({ length: 10 }, () => randomUUID());
    const outcomes = await Promise.all(orders.map((order) => bindHold(sale.redis, hold, order, 90_000)));
    expect(outcomes.filter(({ kind }) => kind === 'bound')).toHaveLength(1);
    const winner = orders[outcomes.findIndex(({ kind }) => kind === 'bound')];
    expect(outcomes.filter(({ kind }) => kind === 'otherOrder')).toEqual(
      Array(9).fill({ kind: 'otherOrder', orderId: winner }),
    );
  });

  it.each<{
    fact: string;
    spoil: (sale: Sale, hold: Awaited<ReturnType<typeof takeHold>>) => Promise<unknown>;
  }>([
    { fact: 'one of its tickets was sold', spoil: (sale) => mark(sale, [2], 'sold') },
    { fact: 'one of its tickets was withdrawn', spoil: (sale) => mark(sale, [1], 'off') },
    { fact: 'one of its leases is lost', spoil: (sale) => sale.redis.del(`${sale.keys.lease}1`) },
    {
      fact: "one of its leases is another hold's",
      spoil: (sale) => sale.redis.set(`${sale.keys.lease}1`, 'other', 'PX', 9_000),
    },
  ])('is refused when $fact, and prolongs nothing', async ({ spoil }) => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    await spoil(sale, hold);
    const leases = await leaseHolders(sale, [1, 2]);
    expect(await bindHold(sale.redis, hold, randomUUID(), 7_200_000)).toEqual({ kind: 'gone' });
    expect(await leaseHolders(sale, [1, 2])).toEqual(leases);
    for (const number of [1, 2])
      expect(await sale.redis.pttl(`${sale.keys.lease}${number}`)).toBeLessThanOrEqual(60_000);
  });

  it('is refused to other accounts, in other drops and for holds that do not exist', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    for (const wrong of [
      { accountId: randomUUID() },
      { dropId: sale.presale.dropId },
      { holdId: randomUUID() },
    ]) {
      expect(await bindHold(sale.redis, { ...hold, ...wrong }, randomUUID(), 90_000)).toEqual({
        kind: 'gone',
      });
    }
  });

  it('waits for the event to be filled', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    await sale.redis.del(sale.keys.ready);
    expect(await bindHold(sale.redis, hold, randomUUID(), 90_000)).toEqual({ kind: 'notReady' });
  });

  it("keeps counting for the account's limit as long as its leases live, whatever is held afterwards", async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    await bindHold(sale.redis, hold, randomUUID(), 20 * 3_600_000);
    const again = { ...hold, holdId: randomUUID() };
    expect(await acquireHold(sale.redis, again, { kind: 'chosen', tickets: [5] })).toMatchObject({
      kind: 'held',
    });
    const counted = accountHoldsKey(epoch, sale.place.eventId, hold.accountId);
    expect(await sale.redis.pexpiretime(counted)).toBeGreaterThanOrEqual(
      await sale.redis.pexpiretime(`${sale.keys.lease}1`),
    );
  });
});

describe('a hold past its deadline', () => {
  const current = saleForEachTest({ holdMs: 150 });

  it('cannot be ordered', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    await sleep(hold.deadlineMs - Date.now() + 2);
    expect(await bindHold(sale.redis, hold, randomUUID(), 90_000)).toEqual({ kind: 'gone' });
  });

  it('is still leased when it was ordered in time', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    await bindHold(sale.redis, hold, randomUUID(), 90_000);
    await sleep(hold.deadlineMs - Date.now() + 2);
    expect(await leaseHolders(sale, [1, 2])).toEqual([hold.holdId, hold.holdId]);
    expect(await findFaults(sale)).toEqual([]);
  });
});
