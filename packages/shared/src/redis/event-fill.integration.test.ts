import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type PlacedTicket, seatSegments, segmentsPerEventMax } from '../domain/seat-segments.ts';
import { fillSegments, readSeatMap } from './fill-event.ts';
import { acquireHold, bindHold, releaseHold, seatKeys } from './hold-seats.ts';
import { findFaults } from './inspect-sale.fixture.ts';
import {
  epoch,
  mark,
  newShopper,
  numbersFrom,
  type Sale,
  saleForEachTest,
  seatsPerRow,
  statusesOf,
  takeHold,
  ticketCount,
} from './sale.fixture.ts';
import { runScript } from './scripts.ts';

const current = saleForEachTest();

/** Fills the running sale with other tickets; what it should look like then. */
async function refill(sale: Sale, tickets: readonly PlacedTicket[]): Promise<Sale> {
  const segments = seatSegments(tickets);
  await fillSegments(sale.redis, epoch, sale.place.eventId, segments);
  return { ...sale, tickets, segments };
}

/** Everything but the version, as bytes. A hash is compared by its fields: where they lie may change at any time. */
async function dump(sale: Sale): Promise<Record<string, unknown>> {
  const names = (await sale.redis.keys('*')).filter((name) => name !== sale.keys.statusVersion).toSorted();
  const read = async (name: string): Promise<unknown> =>
    (await sale.redis.type(name)) === 'hash'
      ? sale.redis.hgetallBuffer(name)
      : (await sale.redis.dumpBuffer(name)).toString('base64');
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));
}

describe('filling an event', () => {
  it('files rows and pools so that all is found free', async () => {
    const sale = current();
    expect(await findFaults(sale)).toEqual([]);
    const shown = await readSeatMap(sale.redis, epoch, sale.place.eventId);
    expect(shown?.map.length).toBe(Math.ceil((ticketCount - 3) / 4));
    expect(shown?.map.every((byte) => byte === 0)).toBe(true);
  });

  it('says how many segments it filed', async () => {
    const sale = current();
    const { dropId } = sale.place;
    const row = [7, dropId, sale.front, 9, '200:0,201:1'];
    const pool = [8, dropId, sale.general, 0, '300,301,302'];
    const args = [9, ...row, ...pool];
    expect(await runScript(sale.redis, 'event-fill', seatKeys(sale.keys), args)).toEqual(['FILLED', '2']);
  });

  it('knows the tickets of the last id there can be', async () => {
    const sale = current();
    const row = [segmentsPerEventMax - 1, sale.place.dropId, sale.front, 9, '200:0,201:1'];
    await runScript(sale.redis, 'event-fill', seatKeys(sale.keys), [segmentsPerEventMax, ...row]);
    expect((await takeHold(sale, { kind: 'chosen', tickets: [200, 201] })).tickets).toEqual([200, 201]);
  });

  it('changes nothing when it is repeated, while holds live and tickets are sold', async () => {
    const sale = current();
    await takeHold(sale, { kind: 'best', categoryId: sale.front, quantity: 4, together: true });
    await takeHold(sale, { kind: 'pool', categoryId: sale.general, quantity: 3 });
    await mark(sale, [20, 21, 75, 76], 'sold');
    await mark(sale, [29, 81], 'off');
    const before = await dump(sale);
    await refill(sale, sale.tickets.toReversed());
    expect(await dump(sale)).toEqual(before);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('leaves sold and withdrawn general admission out of its pool', async () => {
    const sale = current();
    await mark(sale, [70, 71], 'sold');
    await sale.redis.del(`${sale.keys.pool}${sale.place.dropId}:${sale.general}`);
    expect(await findFaults(await refill(sale, sale.tickets))).toEqual([]);
  });

  it('cuts long rows and files pools in pieces', async () => {
    const sale = current();
    const row = numbersFrom(0, 1_200).map((number) => ({
      number,
      dropId: sale.place.dropId,
      categoryId: sale.back,
      planRow: 1,
      planColumn: number,
    }));
    const pool = numbersFrom(1_200, 1_300).map((number) => ({
      ...{ number, dropId: sale.place.dropId, categoryId: sale.general },
      ...{ planRow: null, planColumn: null },
    }));
    const big = await refill(sale, [...row, ...pool]);
    expect(await findFaults(big)).toEqual([]);
    const held = await takeHold(big, { kind: 'pool', categoryId: sale.general, quantity: 20 });
    expect(held.tickets.every((number) => number >= 1_200)).toBe(true);
    await takeHold(big, { kind: 'best', categoryId: sale.back, quantity: 20, together: true });
    await takeHold(big, { kind: 'chosen', tickets: [499, 500] });
    expect(await findFaults(big)).toEqual([]);
  });
});

describe('filling an event again with other tickets', () => {
  it('forgets rows that are gone, and shows their tickets to nobody', async () => {
    const sale = current();
    const fewer = await refill(
      sale,
      sale.tickets.filter(({ planRow }) => planRow !== null && planRow > 2),
    );
    expect(await findFaults(fewer)).toEqual([]);
    expect(await sale.redis.hlen(sale.keys.segments)).toBe(fewer.segments.length);
    const shopper = await newShopper(sale);
    const best = { kind: 'best' as const, categoryId: sale.front, quantity: 1, together: true };
    expect(await acquireHold(sale.redis, shopper, best)).toEqual({ kind: 'tooFew', left: 0 });
    expect(await acquireHold(sale.redis, shopper, { kind: 'chosen', tickets: [0] })).toEqual({
      kind: 'taken',
      tickets: [0],
    });
  });

  it('forgets all when nothing is left', async () => {
    const sale = current();
    expect(await findFaults(await refill(sale, []))).toEqual([]);
    expect(await sale.redis.exists(sale.keys.segments)).toBe(0);
  });

  it('moves a row to another drop and category, with what is held and sold in it', async () => {
    const sale = current();
    await takeHold(sale, { kind: 'chosen', tickets: [12, 13] });
    await mark(sale, [15], 'sold');
    const category = randomUUID();
    const moved = await refill(
      sale,
      sale.tickets.map((ticket) =>
        ticket.planRow === 1 ? { ...ticket, dropId: sale.presale.dropId, categoryId: category } : ticket,
      ),
    );
    expect(await findFaults(moved)).toEqual([]);
    expect(await statusesOf(sale, [12, 13, 14, 15])).toEqual([1, 1, 0, 2]);
  });

  it('keeps releases and sales that come while ids of segments move', async () => {
    const sale = current();
    const hold = await takeHold(sale, { kind: 'chosen', tickets: [31, 32] });
    const pool = await takeHold(sale, { kind: 'pool', categoryId: sale.general, quantity: 4 });
    // Without the first row every id moves; here only the first chunk of the new fill has come.
    const tickets = sale.tickets.filter(({ planRow }) => planRow !== 0);
    const segments = seatSegments(tickets);
    await fillSegments(sale.redis, epoch, sale.place.eventId, segments.slice(0, 2));
    await releaseHold(sale.redis, hold);
    await bindHold(sale.redis, pool, randomUUID(), 90_000);
    await mark(sale, [40, 41, 73], 'sold');
    expect(await findFaults(await refill(sale, tickets))).toEqual([]);
  });

  it.each([1, 2, 3])('is right whatever changed, and changed back: seed %s', async (seed) => {
    const sale = current();
    const drops = [sale.place.dropId, sale.presale.dropId];
    const categories = [sale.front, sale.back, sale.general];
    for (let round = 0; round < 6; round += 1) {
      await takeHold(sale, { kind: 'chosen', tickets: [10 + round * 2, 11 + round * 2] }).catch(
        () => undefined,
      );
      const tickets = sale.tickets.flatMap((ticket) => {
        const draw = (ticket.number * 7_919 + seed * 104_729 + round * 31) % 11;
        if (draw === 0) return [];
        if (draw === 1) return [{ ...ticket, dropId: drops[round % 2]!, categoryId: categories[seed % 3]! }];
        if (draw === 2 && ticket.planRow !== null) return [{ ...ticket, planRow: null, planColumn: null }];
        return [ticket];
      });
      expect(await findFaults(await refill(sale, tickets))).toEqual([]);
      expect(await findFaults(await refill(sale, sale.tickets))).toEqual([]);
    }
  });
});

describe('a ticket of no drop', () => {
  it("does not pass for one of the first segment's", async () => {
    const sale = current();
    const others = sale.tickets.filter(({ number }) => number !== 5);
    await refill(sale, []);
    const without = await refill(sale, others);
    const shopper = await newShopper(sale);
    const outcome = await acquireHold(sale.redis, shopper, { kind: 'chosen', tickets: [4, 5] });
    expect(outcome).toEqual({ kind: 'taken', tickets: [5] });
    expect(seatsPerRow).toBeGreaterThan(5);
    expect(await findFaults(without)).toEqual([]);
  });
});
