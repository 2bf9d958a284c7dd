import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { acquireHold, seatKeys } from './hold-seats.ts';
import { describeHoldTaking } from './hold-taking.fixture.ts';
import { findFaults } from './inspect-sale.fixture.ts';
import { accountHoldsKey, holdKey } from './keys.ts';
import {
  epoch,
  heldBy,
  mark,
  newShopper,
  numbersFrom,
  presaleRow,
  type Sale,
  saleForEachTest,
  seatsPerRow,
  takeHold,
} from './sale.fixture.ts';
import { runScript } from './scripts.ts';

const best = (sale: Sale, quantity: number, together = true) => ({
  kind: 'best' as const,
  categoryId: sale.front,
  quantity,
  together,
});

/** The seats that stay free in the three front rows; all others are sold. */
async function leaveFree(sale: Sale, free: readonly number[]): Promise<void> {
  const front = numbersFrom(0, 3 * seatsPerRow);
  await mark(
    sale,
    front.filter((number) => !free.includes(number)),
    'sold',
  );
}

describe('best available, together', () => {
  describeHoldTaking(best);

  const current = saleForEachTest();

  it.each<{ fact: string; free: number[]; quantity: number; chosen: number[] }>([
    { fact: 'nearest to the middle of the best row', free: numbersFrom(0, 30), quantity: 2, chosen: [3, 4] },
    { fact: 'not across the aisle', free: [3, 4, 5, 6, 7], quantity: 3, chosen: [5, 6, 7] },
    { fact: 'leaving nobody alone', free: [0, 1, 2, 3, 5], quantity: 3, chosen: [1, 2, 3] },
    {
      fact: 'in the next row when the best has no room',
      free: [0, 1, 8, 9, 15, 16, 17],
      quantity: 3,
      chosen: [15, 16, 17],
    },
    {
      fact: 'in the best row though it leaves one alone',
      free: [6, 7, 8, 15, 16],
      quantity: 2,
      chosen: [6, 7],
    },
    { fact: 'filling a gap exactly', free: [0, 1, 2, 7, 8], quantity: 2, chosen: [7, 8] },
  ])('takes seats $fact', async ({ free, quantity, chosen }) => {
    const sale = current();
    await leaveFree(sale, free);
    expect((await takeHold(sale, best(sale, quantity))).tickets).toEqual(chosen);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('says how many are together at most', async () => {
    const sale = current();
    await leaveFree(sale, [0, 1, 2, 5, 8]);
    const shopper = await newShopper(sale);
    expect(await acquireHold(sale.redis, shopper, best(sale, 4))).toEqual({
      kind: 'noneTogether',
      longest: 3,
    });
    expect(await acquireHold(sale.redis, shopper, best(sale, 4))).toEqual({
      kind: 'noneTogether',
      longest: 3,
    });
  });

  it('says when nothing is left', async () => {
    const sale = current();
    await leaveFree(sale, []);
    expect(await acquireHold(sale.redis, await newShopper(sale), best(sale, 2))).toEqual({
      kind: 'tooFew',
      left: 0,
    });
  });

  it("never takes a seat of another drop's row", async () => {
    const sale = current();
    await mark(sale, numbersFrom(0, presaleRow * seatsPerRow), 'sold');
    const outcome = await acquireHold(sale.redis, await newShopper(sale), {
      ...best(sale, 1),
      categoryId: sale.back,
    });
    expect(outcome).toEqual({ kind: 'tooFew', left: 0 });
  });

  it('gives fifty who ask at once seats that nobody else has', async () => {
    const sale = current();
    const clients = await Promise.all(Array.from({ length: 50 }, sale.connect));
    const shoppers = await Promise.all(clients.map(() => newShopper(sale)));
    const outcomes = await Promise.all(
      clients.map((client, at) => acquireHold(client, shoppers[at]!, best(sale, 1 + (at % 3)))),
    );
    const tickets = outcomes.flatMap((outcome) => (outcome.kind === 'held' ? outcome.tickets : []));
    expect(new Set(tickets).size).toBe(tickets.length);
    expect(tickets.length).toBeGreaterThanOrEqual(3 * seatsPerRow - 3);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('passes over a seat that is leased though its bit says free, and mends the bit', async () => {
    const sale = current();
    await sale.redis.set(`${sale.keys.lease}4`, 'somebody', 'PX', 60_000);
    const shopper = await newShopper(sale);
    const names = [
      ...seatKeys(sale.keys),
      sale.keys.ready,
      sale.keys.drop,
      sale.keys.admitted,
      holdKey(epoch, sale.place.eventId, shopper.holdId),
      accountHoldsKey(epoch, sale.place.eventId, shopper.accountId),
    ];
    const args = [shopper.holdId, shopper.accountId, sale.place.dropId, sale.front, 2, 1];
    expect(await runScript(sale.redis, 'hold-best', names, args)).toEqual(['STALE']);
    expect(heldBy(await acquireHold(sale.redis, shopper, best(sale, 2))).tickets).toEqual([5, 6]);
    // The lease is listed for return now, or the bit would say held for ever.
    expect(Number(await sale.redis.zscore(sale.keys.leases, 4))).toBe(
      await sale.redis.pexpiretime(`${sale.keys.lease}4`),
    );
  });
});

describe('best available, apart', () => {
  describeHoldTaking((sale, quantity) => best(sale, quantity, false));

  const current = saleForEachTest();

  it('fills up from the best rows', async () => {
    const sale = current();
    await leaveFree(sale, [3, 8, 12, 25, 26]);
    expect((await takeHold(sale, best(sale, 4, false))).tickets).toEqual([3, 8, 12, 25]);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('says how many are left when there are too few, and holds none of them', async () => {
    const sale = current();
    await leaveFree(sale, [3, 8, 12]);
    const shopper = await newShopper(sale);
    expect(await acquireHold(sale.redis, shopper, best(sale, 4, false))).toEqual({ kind: 'tooFew', left: 3 });
    expect((await takeHold(sale, best(sale, 3, false))).tickets).toEqual([3, 8, 12]);
  });
});

describe('best available with short holds', () => {
  const current = saleForEachTest({ holdMs: 50 });

  it.each([true, false])(
    'refuses nobody while leases that ran out wait for their return: together %s',
    async (together) => {
      const sale = current();
      await leaveFree(sale, numbersFrom(0, 5));
      // As many as a hold returns in passing, and they ran out first.
      await takeHold(sale, { kind: 'chosen', tickets: numbersFrom(30, 10) });
      await sleep(2);
      const { deadlineMs } = await takeHold(sale, { kind: 'chosen', tickets: numbersFrom(0, 5) });
      await sleep(deadlineMs - Date.now() + 3);
      expect((await takeHold(sale, best(sale, 5, together))).tickets).toHaveLength(5);
      expect(await findFaults(sale)).toEqual([]);
    },
  );
});
