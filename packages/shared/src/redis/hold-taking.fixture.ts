import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { acquireHold, type HoldOutcome, type HoldWish } from './hold-seats.ts';
import { findFaults } from './inspect-sale.fixture.ts';
import {
  changeDrop,
  heldBy,
  leaseHolders,
  mark,
  newShopper,
  type Sale,
  saleForEachTest,
  statusesOf,
} from './sale.fixture.ts';

const minuteMs = 60_000;

interface Refusal {
  readonly fact: string;
  readonly prepare: (sale: Sale) => Promise<unknown>;
  readonly outcome: HoldOutcome;
}

const refusals: readonly Refusal[] = [
  {
    fact: 'before the opening instant',
    prepare: (sale) => changeDrop(sale, { opensMs: Date.now() + minuteMs }),
    outcome: { kind: 'notOpen' },
  },
  {
    fact: 'in a drop closed by hand',
    prepare: (sale) => changeDrop(sale, { state: 'CLOSED' }),
    outcome: { kind: 'closed' },
  },
  {
    fact: 'after the closing instant',
    prepare: (sale) => changeDrop(sale, { closesMs: Date.now() - 1 }),
    outcome: { kind: 'closed' },
  },
  {
    fact: 'in a paused drop',
    prepare: (sale) => changeDrop(sale, { state: 'PAUSED' }),
    outcome: { kind: 'paused' },
  },
  {
    fact: 'in a drop that Redis does not know',
    prepare: (sale) => sale.redis.del(sale.keys.drop),
    outcome: { kind: 'unknownDrop' },
  },
  {
    fact: 'without an admission',
    prepare: (sale) => sale.redis.del(sale.keys.admitted),
    outcome: { kind: 'noAdmission' },
  },
  {
    fact: 'when the admission has run out',
    prepare: async (sale) => {
      const accounts = await sale.redis.zrange(sale.keys.admitted, 0, '-1');
      await sale.redis.zadd(sale.keys.admitted, ...accounts.flatMap((account) => [Date.now() - 1, account]));
    },
    outcome: { kind: 'noAdmission' },
  },
  {
    fact: 'in an event whose keys are not complete',
    prepare: (sale) => sale.redis.del(sale.keys.ready),
    outcome: { kind: 'notReady' },
  },
];

/** What every way of taking a hold has in common. `wishOf` wants `quantity` tickets of the drop. */
export function describeHoldTaking(wishOf: (sale: Sale, quantity: number) => HoldWish): void {
  const current = saleForEachTest({ limit: 4, holdMs: minuteMs });

  describe('nothing is held', () => {
    it.each(refusals)('$fact', async ({ prepare, outcome }) => {
      const sale = current();
      const shopper = await newShopper(sale);
      await prepare(sale);
      const before = await sale.redis.get(sale.keys.statusVersion);
      expect(await acquireHold(sale.redis, shopper, wishOf(sale, 2))).toEqual(outcome);
      expect(await acquireHold(sale.redis, shopper, wishOf(sale, 2))).toEqual(outcome);
      expect(await sale.redis.get(sale.keys.statusVersion)).toBe(before);
    });
  });

  it('leases every ticket to the hold until its deadline, and shows it held', async () => {
    const sale = current();
    const shopper = await newShopper(sale);
    const fromMs = Date.now();
    const held = heldBy(await acquireHold(sale.redis, shopper, wishOf(sale, 3)));
    expect(held.tickets).toHaveLength(3);
    expect(held.deadlineMs).toBeGreaterThanOrEqual(fromMs + minuteMs);
    expect(held.deadlineMs).toBeLessThanOrEqual(Date.now() + minuteMs);
    expect(await leaseHolders(sale, held.tickets)).toEqual(Array(3).fill(shopper.holdId));
    expect(await sale.redis.pexpiretime(`${sale.keys.lease}${held.tickets[0]}`)).toBe(held.deadlineMs);
    expect(await statusesOf(sale, held.tickets)).toEqual([1, 1, 1]);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('is one hold, however often its id comes', async () => {
    const sale = current();
    const shopper = await newShopper(sale);
    const wish = wishOf(sale, 3);
    const [first, ...again] = await Promise.all(
      Array.from({ length: 10 }, () => acquireHold(sale.redis, shopper, wish)),
    );
    expect(first?.kind).toBe('held');
    for (const outcome of again) expect(outcome).toEqual(first);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('repeats the answer of a hold after the drop closed', async () => {
    const sale = current();
    const shopper = await newShopper(sale);
    const first = await acquireHold(sale.redis, shopper, wishOf(sale, 1));
    await changeDrop(sale, { state: 'CLOSED', limit: 4 });
    expect(await acquireHold(sale.redis, shopper, wishOf(sale, 1))).toEqual(first);
  });

  it('does not show a hold to another account that knows its id', async () => {
    const sale = current();
    const shopper = await newShopper(sale);
    heldBy(await acquireHold(sale.redis, shopper, wishOf(sale, 1)));
    const other = await newShopper(sale);
    const outcome = await acquireHold(sale.redis, { ...other, holdId: shopper.holdId }, wishOf(sale, 1));
    expect(outcome).toEqual({ kind: 'gone' });
  });

  it('does not repeat a hold whose tickets were sold since', async () => {
    const sale = current();
    const shopper = await newShopper(sale);
    const held = heldBy(await acquireHold(sale.redis, shopper, wishOf(sale, 2)));
    await mark(sale, held.tickets.slice(0, 1), 'sold');
    expect(await acquireHold(sale.redis, shopper, wishOf(sale, 2))).toEqual({ kind: 'gone' });
  });

  it("keeps an account's holds together within the limit", async () => {
    const sale = current();
    const shopper = await newShopper(sale);
    heldBy(await acquireHold(sale.redis, shopper, wishOf(sale, 3)));
    const second = { ...shopper, holdId: randomUUID() };
    expect(await acquireHold(sale.redis, second, wishOf(sale, 2))).toEqual({ kind: 'limit', limit: 4 });
    expect(await findFaults(sale)).toEqual([]);
  });

  it('does not count tickets that were sold, nor those whose lease ran out', async () => {
    const sale = current();
    const shopper = await newShopper(sale);
    const held = heldBy(await acquireHold(sale.redis, shopper, wishOf(sale, 4)));
    await mark(sale, held.tickets.slice(0, 2), 'sold');
    const lost = held.tickets[2];
    await sale.redis.pexpireat(`${sale.keys.lease}${lost}`, 1);
    await mark(sale, held.tickets.slice(0, 2), 'free');
    const again = { ...shopper, holdId: randomUUID() };
    expect(await acquireHold(sale.redis, again, wishOf(sale, 4))).toMatchObject({ kind: 'limit' });
    await mark(sale, held.tickets, 'sold');
    await mark(sale, held.tickets, 'free');
    heldBy(await acquireHold(sale.redis, { ...shopper, holdId: randomUUID() }, wishOf(sale, 4)));
    expect(await findFaults(sale)).toEqual([]);
  });
}
