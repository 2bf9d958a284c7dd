import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../loopback-stripe/src/faults/seeded-random.ts';
import { type PlacedTicket, type SeatSegment, seatSegments } from '../domain/seat-segments.ts';
import { seatStatus } from '../domain/seat-status.ts';
import { fillSegments, markSeats, readSeatMap } from './fill-event.ts';
import { acquireHold, type HoldOutcome, releaseHold } from './hold-seats.ts';
import { isFreeRun, longestRun } from './inspect-sale.fixture.ts';
import { epoch, newShopper, numbersFrom, type Sale, saleForEachTest } from './sale.fixture.ts';

const rows = 8;
const roundsPerSeed = 150;
const quantityMax = 7;

type Choice =
  | { readonly tickets: readonly number[] }
  | Extract<HoldOutcome, { kind: 'noneTogether' | 'tooFew' }>;

/** Rows of 1 to 24 seats with aisles in random places, numbered in no order at all. */
function randomRows(sale: Sale, random: () => number): PlacedTicket[] {
  const tickets: Omit<PlacedTicket, 'number'>[] = [];
  for (let planRow = 0; planRow < rows; planRow += 1) {
    let planColumn = 0;
    for (let seats = 1 + Math.floor(random() * 24); seats > 0; seats -= 1) {
      tickets.push({ dropId: sale.place.dropId, categoryId: sale.front, planRow, planColumn });
      planColumn += random() < 0.15 ? 2 : 1;
    }
  }
  const numbers = numbersFrom(0, tickets.length)
    .map((number) => ({ number, order: random() }))
    .toSorted((a, b) => a.order - b.order);
  return tickets.map((ticket, at) => ({ ...ticket, number: numbers[at]!.number }));
}

/** By trying every stretch of every row: best row, then nobody alone, then the middle, then the left. */
function chooseByBruteForce(segments: readonly SeatSegment[], map: Uint8Array, quantity: number): Choice {
  const choices = segments.flatMap((segment) =>
    segment.numbers.flatMap((_number, start) =>
      isFreeRun(segment, map, start, quantity)
        ? [
            {
              segment,
              start,
              rank: segment.rank,
              alone: countAlone(segment, map, start, quantity),
              off: offMiddle(segment, start, quantity),
            },
          ]
        : [],
    ),
  );
  const [best] = choices.toSorted(
    (a, b) => a.rank - b.rank || a.alone - b.alone || a.off - b.off || a.start - b.start,
  );
  if (best !== undefined) return { tickets: best.segment.numbers.slice(best.start, best.start + quantity) };
  const longest = Math.max(...segments.map((segment) => longestRun(segment, map)));
  return longest > 0 ? { kind: 'noneTogether', longest } : { kind: 'tooFew', left: 0 };
}

/** Free seats that would have no free neighbour any more, but had one before. */
function countAlone(segment: SeatSegment, map: Uint8Array, start: number, quantity: number): number {
  const last = start + quantity - 1;
  const leftAlone = isFreeRun(segment, map, start - 1, 2) && !isFreeRun(segment, map, start - 2, 3);
  const rightAlone = isFreeRun(segment, map, last, 2) && !isFreeRun(segment, map, last, 3);
  return Number(leftAlone) + Number(rightAlone);
}

function offMiddle({ columns }: SeatSegment, start: number, quantity: number): number {
  const at = (index: number): number => columns?.[index] ?? 0;
  const middle = (at(0) + at((columns?.length ?? 1) - 1)) / 2;
  return Math.abs((at(start) + at(start + quantity - 1)) / 2 - middle);
}

/** The first free seats, row by row. */
function fillUpByBruteForce(segments: readonly SeatSegment[], map: Uint8Array, quantity: number): Choice {
  const free = segments
    .toSorted((a, b) => a.rank - b.rank)
    .flatMap((segment) => segment.numbers.filter((_number, at) => isFreeRun(segment, map, at, 1)));
  return free.length < quantity
    ? { kind: 'tooFew', left: free.length }
    : { tickets: free.slice(0, quantity) };
}

describe('best available', () => {
  const current = saleForEachTest();

  it.each([1, 2, 3, 4, 5, 6])('is what trying everything gives: seed %s', async (seed) => {
    const sale = current();
    const random = seededRandom(seed);
    const tickets = randomRows(sale, random);
    const segments = seatSegments(tickets);
    await fillSegments(sale.redis, epoch, sale.place.eventId, segments);
    const outcomes = new Set<string>();
    for (let round = 0; round < roundsPerSeed; round += 1) {
      // From nearly empty to nearly sold out, and back.
      const share = random();
      const marks = tickets.map(({ number }) => ({
        ...{ number, seen: 'any' as const },
        set: random() < share ? seatStatus.sold : seatStatus.free,
      }));
      await markSeats(sale.redis, epoch, sale.place.eventId, marks);
      const map = (await readSeatMap(sale.redis, epoch, sale.place.eventId))?.map ?? Buffer.alloc(0);
      const quantity = 1 + Math.floor(random() * quantityMax);
      const together = random() < 0.7;
      const choose = together ? chooseByBruteForce : fillUpByBruteForce;
      const shopper = await newShopper(sale);
      const wish = { kind: 'best' as const, categoryId: sale.front, quantity, together };
      const outcome = await acquireHold(sale.redis, shopper, wish);
      const chosen = outcome.kind === 'held' ? { tickets: outcome.tickets } : outcome;
      expect(chosen, `round ${round}`).toEqual(choose(segments, map, quantity));
      outcomes.add(outcome.kind);
      await releaseHold(sale.redis, shopper);
    }
    expect(outcomes).toEqual(new Set(['held', 'noneTogether', 'tooFew']));
  });
});
