import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { bindHold, type HoldPlace, unbindHold } from './hold-seats.ts';
import { findFaults } from './inspect-sale.fixture.ts';
import { holdScriptKeys, leaseHolders, type Sale, saleForEachTest, takeHold } from './sale.fixture.ts';
import { runScript, type ScriptReply } from './scripts.ts';

const seats = { kind: 'chosen' as const, tickets: [1, 2] };

function unbind(sale: Sale, hold: HoldPlace, orderId: string): Promise<ScriptReply> {
  return runScript(sale.redis, 'hold-unbind', holdScriptKeys(hold), [hold.holdId, hold.accountId, orderId]);
}

describe('taking back the claim of a refused order', () => {
  const current = saleForEachTest();

  it("leaves the hold to the shopper until the hold's own deadline", async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    const orderId = randomUUID();
    await bindHold(sale.redis, hold, orderId, 7_200_000);
    expect(await unbind(sale, hold, orderId)).toEqual(['UNBOUND', String(hold.deadlineMs)]);
    expect(await unbind(sale, hold, orderId)).toEqual(['GONE']);
    expect(await sale.redis.pexpiretime(`${sale.keys.lease}2`)).toBe(hold.deadlineMs);
    expect(await findFaults(sale)).toEqual([]);
    expect((await bindHold(sale.redis, hold, randomUUID(), 90_000)).kind).toBe('bound');
  });

  it('never prolongs a hold, however many orders are refused', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    for (let tries = 0; tries < 20; tries += 1) {
      const orderId = randomUUID();
      await bindHold(sale.redis, hold, orderId, 7_200_000);
      await bindHold(sale.redis, hold, orderId, 7_200_000);
      await unbindHold(sale.redis, hold, orderId);
    }
    expect(await sale.redis.pexpiretime(`${sale.keys.lease}1`)).toBe(hold.deadlineMs);
  });

  it('is only for the order and account that bound it', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    const orderId = randomUUID();
    expect(await unbind(sale, hold, orderId)).toEqual(['GONE']);
    await bindHold(sale.redis, hold, orderId, 7_200_000);
    expect(await unbind(sale, hold, randomUUID())).toEqual(['GONE']);
    expect(await unbind(sale, { ...hold, accountId: randomUUID() }, orderId)).toEqual(['GONE']);
    expect(await sale.redis.pttl(`${sale.keys.lease}1`)).toBeGreaterThan(7_100_000);
  });

  it('waits for the event to be filled', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    await sale.redis.del(sale.keys.ready);
    expect(await unbind(sale, hold, randomUUID())).toEqual(['NOT_READY']);
  });
});

describe('taking back the claim of an order refused after the deadline of its hold', () => {
  const current = saleForEachTest({ holdMs: 150 });

  it('ends the leases at once', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    const orderId = randomUUID();
    await bindHold(sale.redis, hold, orderId, 60_000);
    await sleep(hold.deadlineMs - Date.now() + 2);
    await unbindHold(sale.redis, hold, orderId);
    expect(await leaseHolders(sale, [1, 2])).toEqual([null, null]);
    expect(await findFaults(sale)).toEqual([]);
    expect((await takeHold(sale, seats)).tickets).toEqual([1, 2]);
  });
});
