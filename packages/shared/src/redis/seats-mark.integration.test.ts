import { describe, expect, it } from 'vitest';
import type { StatusMark } from '../domain/seat-status.ts';
import { markSeats, readSeatMap, sweepLeases } from './fill-event.ts';
import { releaseHold, seatKeys } from './hold-seats.ts';
import { findFaults } from './inspect-sale.fixture.ts';
import { eventKeys } from './keys.ts';
import {
  epoch,
  leaseHolders,
  numbersFrom,
  type Sale,
  saleForEachTest,
  statusesOf,
  takeHold,
} from './sale.fixture.ts';
import { runScript } from './scripts.ts';

const [free, held, sold, off] = [0, 1, 2, 3] as const;
const current = saleForEachTest();

async function mark(sale: Sale, ...marks: StatusMark[]): Promise<number> {
  const args = marks.flatMap(({ number, seen, set }) => [number, seen, set]);
  const [, count] = await runScript(sale.redis, 'seats-mark', seatKeys(sale.keys), args);
  return Number(count);
}

describe('a status from Postgres', () => {
  it.each<{ seen: StatusMark['seen']; shown: 0 | 2 | 3; set: 0 | 2 | 3; after: number }>([
    { seen: free, shown: free, set: sold, after: sold },
    { seen: sold, shown: sold, set: free, after: free },
    { seen: free, shown: free, set: off, after: off },
    { seen: 'any', shown: sold, set: free, after: free },
    { seen: 'any', shown: off, set: sold, after: sold },
    // Somebody was faster: what the caller saw is old.
    { seen: free, shown: sold, set: off, after: sold },
    { seen: sold, shown: off, set: free, after: off },
  ])('shown $shown, seen as $seen, set to $set shows $after', async ({ seen, shown, set, after }) => {
    const sale = current();
    await mark(sale, { number: 4, seen: 'any', set: shown });
    const count = seen === 'any' || seen === shown ? 1 : 0;
    expect(await mark(sale, { number: 4, seen, set })).toBe(count);
    expect(await statusesOf(sale, [4])).toEqual([after]);
    await mark(sale, { number: 4, seen, set });
    expect(await statusesOf(sale, [4])).toEqual([after]);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('that a held ticket is sold ends its lease, whoever has it', async () => {
    const sale = current();
    const hold = await takeHold(sale, { kind: 'chosen', tickets: [1, 2] });
    expect(await mark(sale, { number: 1, seen: held, set: sold })).toBe(1);
    expect(await leaseHolders(sale, [1, 2])).toEqual([null, hold.holdId]);
    expect(await sale.redis.zscore(sale.keys.leases, 1)).toBeNull();
    expect(await findFaults(sale)).toEqual([]);
  });

  it('seen before a lease was taken does not end it', async () => {
    const sale = current();
    await takeHold(sale, { kind: 'chosen', tickets: [1] });
    expect(await mark(sale, { number: 1, seen: free, set: off })).toBe(0);
    expect(await statusesOf(sale, [1])).toEqual([held]);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('that a leased ticket is free shows it held, and it comes back when the lease is released', async () => {
    const sale = current();
    const hold = await takeHold(sale, { kind: 'pool', categoryId: sale.general, quantity: 1 });
    const [number = 0] = hold.tickets;
    expect(await mark(sale, { number, seen: 'any', set: free })).toBe(1);
    expect(await statusesOf(sale, [number])).toEqual([held]);
    expect(await findFaults(sale)).toEqual([]);
    await releaseHold(sale.redis, hold);
    expect(await statusesOf(sale, [number])).toEqual([free]);
  });

  it('that a ticket of a lost lease is free lists nothing for return', async () => {
    const sale = current();
    await takeHold(sale, { kind: 'chosen', tickets: [1] });
    await sale.redis.del(`${sale.keys.lease}1`);
    await mark(sale, { number: 1, seen: 'any', set: free });
    expect(await sweepLeases(sale.redis, epoch, sale.place.eventId, 10)).toBe(0);
    expect(await findFaults(sale)).toEqual([]);
  });

  it('takes sold and withdrawn general admission out of its pool, and puts it back', async () => {
    const sale = current();
    const [first = 0, second = 0] = sale.segments.find(({ columns }) => columns === null)?.numbers ?? [];
    await mark(sale, { number: first, seen: 'any', set: sold }, { number: second, seen: 'any', set: off });
    expect(await findFaults(sale)).toEqual([]);
    await mark(sale, { number: first, seen: sold, set: free }, { number: second, seen: off, set: free });
    expect(await findFaults(sale)).toEqual([]);
    const pool = `${sale.keys.pool}${sale.place.dropId}:${sale.general}`;
    expect(await sale.redis.zcard(pool)).toBe(12);
  });

  it('is kept for a ticket that is on sale nowhere', async () => {
    const sale = current();
    await mark(sale, { number: 88, seen: 'any', set: off }, { number: 5_000, seen: 'any', set: sold });
    expect(await statusesOf(sale, [88, 5_000])).toEqual([off, sold]);
  });

  it('of a thousand tickets comes in several calls, before the event is ready too', async () => {
    const sale = current();
    const marks = numbersFrom(0, 1_200).map((number) => ({ number, seen: 'any' as const, set: sold }));
    await markSeats(sale.redis, epoch + 1, sale.place.eventId, marks);
    const shown = await readSeatMap(sale.redis, epoch + 1, sale.place.eventId);
    expect(shown?.map.every((byte) => byte === 0b10101010)).toBe(true);
    expect(shown?.map).toHaveLength(300);
    expect(await sale.redis.exists(eventKeys(epoch + 1, sale.place.eventId).ready)).toBe(0);
  });
});

describe('the version of the map', () => {
  it('grows with every change and stays while nothing changes', async () => {
    const sale = current();
    const version = async (): Promise<number> =>
      (await readSeatMap(sale.redis, epoch, sale.place.eventId))?.version ?? 0;
    const before = await version();
    await mark(sale, { number: 1, seen: free, set: sold });
    const after = await version();
    expect(after).toBeGreaterThan(before);
    await mark(sale, { number: 1, seen: free, set: sold });
    expect(await version()).toBe(after);
  });

  it('is not there before the event is filled', async () => {
    const sale = current();
    expect(await readSeatMap(sale.redis, epoch + 1, sale.place.eventId)).toBeNull();
  });
});
