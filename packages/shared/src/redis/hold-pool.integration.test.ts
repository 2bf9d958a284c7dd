import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { seatSegments } from '../domain/seat-segments.ts';
import { fillSegments, sweepLeases } from './fill-event.ts';
import { acquireHold, bindHold, extendHold, releaseHold, seatKeys } from './hold-seats.ts';
import { describeHoldTaking } from './hold-taking.fixture.ts';
import { findFaults } from './inspect-sale.fixture.ts';
import { accountHoldsKey, holdKey } from './keys.ts';
import {
  epoch,
  generalTickets,
  heldBy,
  mark,
  newShopper,
  numbersFrom,
  type Sale,
  saleForEachTest,
  takeHold,
} from './sale.fixture.ts';
import { runScript } from './scripts.ts';

const general = (sale: Sale, quantity: number) => ({
  kind: 'pool' as const,
  categoryId: sale.general,
  quantity,
});

function poolKey(sale: Sale): string {
  return `${sale.keys.pool}${sale.place.dropId}:${sale.general}`;
}

describe('general admission', () => {
  describeHoldTaking(general);

  const current = saleForEachTest();

  it('says how many are left when there are too few, and holds none of them', async () => {
    const sale = current();
    await takeHold(sale, general(sale, 10));
    const shopper = await newShopper(sale);
    expect(await acquireHold(sale.redis, shopper, general(sale, 3))).toEqual({ kind: 'tooFew', left: 2 });
    expect(heldBy(await acquireHold(sale.redis, shopper, general(sale, 2))).tickets).toHaveLength(2);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('has nothing in a category of seats', async () => {
    const sale = current();
    const outcome = await acquireHold(sale.redis, await newShopper(sale), {
      ...general(sale, 1),
      categoryId: sale.front,
    });
    expect(outcome).toEqual({ kind: 'tooFew', left: 0 });
  });

  it('never gives a ticket of another drop', async () => {
    const sale = current();
    const held = await takeHold(sale, general(sale, generalTickets.length));
    expect(held.tickets.toSorted((a, b) => a - b)).toEqual(generalTickets);
  });

  it('gives those first that were free for longest', async () => {
    const sale = current();
    const first = await takeHold(sale, general(sale, 4));
    await releaseHold(sale.redis, first);
    const next = await takeHold(sale, general(sale, generalTickets.length - 4));
    expect(next.tickets).not.toEqual(expect.arrayContaining([first.tickets[0]]));
    const last = await takeHold(sale, general(sale, 4));
    expect(last.tickets.toSorted()).toEqual(first.tickets.toSorted());
  });

  it('gives each ticket once when many ask at once', async () => {
    const sale = current();
    const shoppers = await Promise.all(Array.from({ length: 30 }, () => newShopper(sale)));
    const outcomes = await Promise.all(
      shoppers.map((shopper) => acquireHold(sale.redis, shopper, general(sale, 1))),
    );
    const tickets = outcomes.flatMap((outcome) => (outcome.kind === 'held' ? outcome.tickets : []));
    expect(tickets.toSorted((a, b) => a - b)).toEqual(generalTickets);
    expect(outcomes.filter(({ kind }) => kind === 'tooFew')).toHaveLength(30 - generalTickets.length);
  });

  it('passes over what is sold or leased though the pool says free, and files it where it belongs', async () => {
    const sale = current();
    const [sold = 0, leased = 0, free = 0] = generalTickets;
    await mark(sale, [sold], 'sold');
    await sale.redis.zadd(poolKey(sale), 0, sold);
    await sale.redis.set(`${sale.keys.lease}${leased}`, 'somebody', 'PX', 60_000);
    const held = await takeHold(sale, general(sale, 1));
    expect(held.tickets).toEqual([free]);
    expect(await sale.redis.zscore(poolKey(sale), sold)).toBeNull();
    const leasedUntil = await sale.redis.pexpiretime(`${sale.keys.lease}${leased}`);
    expect(Number(await sale.redis.zscore(poolKey(sale), leased))).toBe(leasedUntil);
  });

  it('asks to be called again after passing over a hundred', async () => {
    const sale = current();
    const stale = numbersFrom(1_000, 250);
    await sale.redis.zadd(poolKey(sale), ...stale.flatMap((number) => [0, number]));
    for (const number of generalTickets) await sale.redis.zadd(poolKey(sale), 1, number);
    const shopper = await newShopper(sale);
    const names = [
      ...seatKeys(sale.keys),
      sale.keys.ready,
      sale.keys.drop,
      sale.keys.admitted,
      holdKey(epoch, sale.place.eventId, shopper.holdId),
      accountHoldsKey(epoch, sale.place.eventId, shopper.accountId),
    ];
    const args = [shopper.holdId, shopper.accountId, sale.place.dropId, sale.general, 2];
    expect(await runScript(sale.redis, 'hold-pool', names, args)).toEqual(['STALE']);
    const held = heldBy(await acquireHold(sale.redis, shopper, general(sale, 2)));
    expect(held.tickets.every((number) => generalTickets.includes(number))).toBe(true);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('does not sell a ticket under the category that it left', async () => {
    const sale = current();
    const [moved = 0, ...stay] = generalTickets;
    const category = randomUUID();
    const tickets = sale.tickets.map((ticket) =>
      ticket.number === moved ? { ...ticket, categoryId: category } : ticket,
    );
    const segments = seatSegments(tickets);
    await fillSegments(sale.redis, epoch, sale.place.eventId, segments);
    const held = await takeHold(sale, general(sale, stay.length));
    expect(held.tickets.toSorted((a, b) => a - b)).toEqual(stay);
    const other = await takeHold(sale, { ...general(sale, 1), categoryId: category });
    expect(other.tickets).toEqual([moved]);
    expect(await findFaults({ ...sale, tickets }, segments)).toEqual([]);
  });
});

describe('general admission with short holds', () => {
  const current = saleForEachTest({ holdMs: 200 });

  it('is free again when its leases ran out, swept or not', async () => {
    const sale = current();
    const first = await takeHold(sale, general(sale, generalTickets.length));
    await sleep(first.deadlineMs - Date.now() + 3);
    const second = await takeHold(sale, general(sale, generalTickets.length));
    await sleep(second.deadlineMs - Date.now() + 3);
    await sweepLeases(sale.redis, epoch, sale.place.eventId, 100);
    expect((await takeHold(sale, general(sale, 12))).tickets).toHaveLength(12);
  });

  it('is listed until the end of a lease that was extended or ordered', async () => {
    const sale = current();
    const ordered = await takeHold(sale, general(sale, 3));
    await bindHold(sale.redis, ordered, randomUUID(), 60_000);
    const extended = await takeHold(sale, general(sale, 3));
    await extendHold(sale.redis, extended);
    expect(await findFaults(sale)).toEqual([]);
    await sleep(ordered.deadlineMs - Date.now() + 3);
    const free = await sale.redis.zcount(poolKey(sale), '-inf', Date.now());
    expect(free).toBeLessThanOrEqual(generalTickets.length - 3);
  });
});
