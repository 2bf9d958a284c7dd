import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { acquireHold, bindHold } from './hold-seats.ts';
import { describeHoldTaking } from './hold-taking.fixture.ts';
import { findFaults } from './inspect-sale.fixture.ts';
import {
  generalTickets,
  heldBy,
  leaseHolders,
  mark,
  newShopper,
  numbersFrom,
  presaleRow,
  type Sale,
  saleForEachTest,
  seatsPerRow,
  statusesOf,
  takeHold,
  ticketCount,
  unreleasedTickets,
} from './sale.fixture.ts';

describe('chosen seats', () => {
  describeHoldTaking((_sale, quantity) => ({ kind: 'chosen', tickets: numbersFrom(12, quantity) }));

  const current = saleForEachTest();

  it.each<{ fact: string; ticket: number; prepare?: (sale: Sale) => Promise<unknown> }>([
    { fact: 'held', ticket: 5, prepare: (sale) => takeHold(sale, { kind: 'chosen', tickets: [5] }) },
    { fact: 'sold', ticket: 5, prepare: (sale) => mark(sale, [5], 'sold') },
    { fact: 'withdrawn', ticket: 5, prepare: (sale) => mark(sale, [5], 'off') },
    {
      fact: 'leased though its bit says free',
      ticket: 5,
      prepare: (sale) => sale.redis.set(`${sale.keys.lease}5`, 'somebody', 'PX', 60_000),
    },
    { fact: "of another drop's row", ticket: presaleRow * seatsPerRow },
    { fact: 'general admission', ticket: generalTickets[0] ?? 0 },
    { fact: 'of no drop', ticket: unreleasedTickets[0] ?? 0 },
    { fact: 'past the last number', ticket: ticketCount },
    { fact: 'far past the last number', ticket: 1e15 },
    { fact: 'below the first number', ticket: -1 },
  ])('are refused together when one of them is $fact', async ({ ticket, prepare }) => {
    const sale = current();
    await prepare?.(sale);
    const shopper = await newShopper(sale);
    const wish = { kind: 'chosen' as const, tickets: [20, ticket, 21] };
    const before = await statusesOf(sale, [20, 21]);
    expect(await acquireHold(sale.redis, shopper, wish)).toEqual({ kind: 'taken', tickets: [ticket] });
    expect(await acquireHold(sale.redis, shopper, wish)).toEqual({ kind: 'taken', tickets: [ticket] });
    expect(await statusesOf(sale, [20, 21])).toEqual(before);
    expect(await leaseHolders(sale, [20, 21])).toEqual([null, null]);
  });

  it('are all named when several are taken', async () => {
    const sale = current();
    await takeHold(sale, { kind: 'chosen', tickets: [30, 32] });
    const outcome = await acquireHold(sale.redis, await newShopper(sale), {
      kind: 'chosen',
      tickets: [30, 31, 32],
    });
    expect(outcome).toEqual({ kind: 'taken', tickets: [30, 32] });
  });

  it('count once when named twice', async () => {
    const sale = current();
    const held = await takeHold(sale, { kind: 'chosen', tickets: [40, 41, 40] });
    expect(held.tickets).toEqual([40, 41]);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('go to one of fifty who want the same at once', async () => {
    const sale = current();
    const shoppers = await Promise.all(Array.from({ length: 50 }, () => newShopper(sale)));
    const outcomes = await Promise.all(
      shoppers.map((shopper, at) =>
        acquireHold(sale.redis, shopper, { kind: 'chosen', tickets: [50 + (at % 3), 53] }),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === 'held')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'taken')).toHaveLength(49);
    expect(await findFaults(sale)).toEqual([]);
  });
});

describe('a hold taken near the end of its admission', () => {
  const current = saleForEachTest({ holdMs: 60_000 });

  it.each([
    ['chosen seats', () => ({ kind: 'chosen' as const, tickets: [1, 2] })],
    [
      'best seats',
      (sale: Sale) => ({ kind: 'best' as const, categoryId: sale.front, quantity: 2, together: true }),
    ],
    ['general admission', (sale: Sale) => ({ kind: 'pool' as const, categoryId: sale.general, quantity: 2 })],
  ])('ends with it: %s', async (_what, wish) => {
    const sale = current();
    const shopper = await newShopper(sale);
    const admittedUntilMs = Date.now() + 20_000;
    await sale.redis.zadd(sale.keys.admitted, admittedUntilMs, shopper.accountId);
    expect(heldBy(await acquireHold(sale.redis, shopper, wish(sale))).deadlineMs).toBe(admittedUntilMs);
  });
});

describe('a hold past its deadline', () => {
  const current = saleForEachTest({ holdMs: 40 });

  it('gives its tickets to the next who asks, without a sweep', async () => {
    const sale = current();
    const first = await takeHold(sale, { kind: 'chosen', tickets: [1, 2] });
    await sleep(first.deadlineMs - Date.now() + 3);
    const next = heldBy(
      await acquireHold(sale.redis, await newShopper(sale), { kind: 'chosen', tickets: [2, 3] }),
    );
    expect(next.tickets).toEqual([2, 3]);
    expect((await bindHold(sale.redis, first, randomUUID(), 1_000)).kind).toBe('gone');
    expect(await findFaults(sale)).toEqual([]);
  });

  it('leaves nothing behind', async () => {
    const sale = current();
    const { deadlineMs } = await takeHold(sale, { kind: 'chosen', tickets: [1, 2] });
    await sleep(deadlineMs - Date.now() + 3);
    expect(await findFaults(sale)).toEqual([]);
    const names = await sale.redis.keys('*:{*}:h*');
    expect(names).toEqual([]);
    expect(await statusesOf(sale, [1, 2])).toEqual([0, 0]);
  });
});
