import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { bindHold, extendHold, releaseHold } from './hold-seats.ts';
import { findFaults } from './inspect-sale.fixture.ts';
import { leaseHolders, mark, type Sale, saleForEachTest, takeHold } from './sale.fixture.ts';

type Held = Awaited<ReturnType<typeof takeHold>>;

describe('extending a hold', () => {
  const current = saleForEachTest({ holdMs: 60_000 });
  const seats = { kind: 'chosen' as const, tickets: [1, 2] };

  it('adds its own length once, however often it is asked', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    const deadlineMs = hold.deadlineMs + 60_000;
    expect(await extendHold(sale.redis, hold)).toEqual({ kind: 'extended', deadlineMs });
    expect(await extendHold(sale.redis, hold)).toEqual({ kind: 'already', deadlineMs });
    expect(await sale.redis.pexpiretime(`${sale.keys.lease}1`)).toBe(deadlineMs);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('happens once when asked from ten places at a time', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => extendHold(sale.redis, hold)));
    expect(outcomes.filter(({ kind }) => kind === 'extended')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'already')).toHaveLength(9);
  });

  it('ends with the admission that is needed to order', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    const admittedUntilMs = hold.deadlineMs + 1_000;
    await sale.redis.zadd(sale.keys.admitted, admittedUntilMs, hold.accountId);
    expect(await extendHold(sale.redis, hold)).toEqual({ kind: 'extended', deadlineMs: admittedUntilMs });
    expect(await sale.redis.pexpiretime(`${sale.keys.lease}1`)).toBe(admittedUntilMs);
  });

  it.each([
    [
      'ends',
      (sale: Sale, hold: Held) => sale.redis.zadd(sale.keys.admitted, hold.deadlineMs, hold.accountId),
    ],
    ['was left', (sale: Sale, hold: Held) => sale.redis.zrem(sale.keys.admitted, hold.accountId)],
  ])('adds nothing where the admission %s', async (_what, change) => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    await change(sale, hold);
    expect(await extendHold(sale.redis, hold)).toEqual({ kind: 'already', deadlineMs: hold.deadlineMs });
  });

  it('is not for a hold that was ordered', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    await bindHold(sale.redis, hold, randomUUID(), 90_000);
    expect(await extendHold(sale.redis, hold)).toMatchObject({ kind: 'already' });
    expect(await sale.redis.pttl(`${sale.keys.lease}1`)).toBeLessThanOrEqual(90_000);
  });

  it('is only for the account that has the hold', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    expect(await extendHold(sale.redis, { ...hold, accountId: randomUUID() })).toEqual({ kind: 'gone' });
    expect(await extendHold(sale.redis, { ...hold, holdId: randomUUID() })).toEqual({ kind: 'gone' });
  });

  it('is too late for a hold that was released, or of which a ticket was sold', async () => {
    const sale = current();
    const released = await takeHold(sale, seats);
    await releaseHold(sale.redis, released);
    expect(await extendHold(sale.redis, released)).toEqual({ kind: 'gone' });
    const lost = await takeHold(sale, seats);
    await mark(sale, [2], 'sold');
    expect(await extendHold(sale.redis, lost)).toEqual({ kind: 'gone' });
    expect(await leaseHolders(sale, [1, 2])).toEqual([lost.holdId, null]);
  });

  it('waits for the event to be filled', async () => {
    const sale = current();
    const hold = await takeHold(sale, seats);
    await sale.redis.del(sale.keys.ready);
    expect(await extendHold(sale.redis, hold)).toEqual({ kind: 'notReady' });
  });
});

describe('a hold past its deadline', () => {
  const current = saleForEachTest({ holdMs: 30 });

  it('cannot be extended', async () => {
    const sale = current();
    const hold = await takeHold(sale, { kind: 'chosen', tickets: [1, 2] });
    await sleep(hold.deadlineMs - Date.now() + 2);
    expect(await extendHold(sale.redis, hold)).toEqual({ kind: 'gone' });
    expect(await leaseHolders(sale, [1, 2])).toEqual([null, null]);
  });
});
