import { describe, expect, it } from 'vitest';
import { type PlacedTicket, seatSegments, segmentsPerEventMax, segmentTicketsMax } from './seat-segments.ts';

function seat(number: number, change: Partial<PlacedTicket> = {}): PlacedTicket {
  return { number, dropId: 'drop', categoryId: 'front', planRow: 0, planColumn: number, ...change };
}

function standing(number: number, change: Partial<PlacedTicket> = {}): PlacedTicket {
  return seat(number, { categoryId: 'floor', planRow: null, planColumn: null, ...change });
}

function seats(count: number, change: Partial<PlacedTicket> = {}): PlacedTicket[] {
  return Array.from({ length: count }, (_, number) => seat(number, change));
}

describe('segments', () => {
  it('are the tickets of a row that share drop and category, in the order of their columns', () => {
    const segments = seatSegments([
      seat(0, { planColumn: 9 }),
      seat(1, { planColumn: 2 }),
      seat(2, { planRow: 4 }),
      seat(3, { categoryId: 'back' }),
      seat(4, { dropId: 'presale' }),
      seat(5, { planColumn: 3 }),
    ]);
    expect(segments).toMatchObject([
      { id: 0, dropId: 'drop', categoryId: 'front', rank: 0, numbers: [1, 5, 0], columns: [2, 3, 9] },
      { id: 1, rank: 4, numbers: [2], columns: [2] },
      { id: 2, categoryId: 'back', numbers: [3] },
      { id: 3, dropId: 'presale', numbers: [4] },
    ]);
  });

  it("have no columns where they are a category's general admission", () => {
    const segments = seatSegments([standing(0), seat(1), standing(2), standing(3, { dropId: 'presale' })]);
    expect(segments).toMatchObject([
      { id: 0, categoryId: 'floor', numbers: [0, 2], columns: null },
      { id: 1, categoryId: 'front', numbers: [1], columns: [1] },
      { id: 2, dropId: 'presale', numbers: [3], columns: null },
    ]);
  });

  it('are the same for the same tickets in any order', () => {
    const tickets = [...seats(40), ...seats(40, { planRow: 1 })].map((ticket, number) => ({
      ...ticket,
      number,
    }));
    tickets.push(standing(80), standing(81));
    const shuffled = tickets.map((_ticket, at) => tickets[(at * 31) % tickets.length]!);
    expect(seatSegments(shuffled)).toEqual(seatSegments(tickets));
  });

  it('hold every ticket once', () => {
    const tickets = Array.from({ length: 3_000 }, (_, number) =>
      number % 5 === 0
        ? standing(number)
        : seat(number, { planRow: number % 7, categoryId: `c${number % 3}` }),
    );
    const numbers = seatSegments(tickets).flatMap((segment) => segment.numbers);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(tickets.map(({ number }) => number));
  });

  it('are none when there is no ticket', () => {
    expect(seatSegments([])).toEqual([]);
  });
});

describe('a long group', () => {
  it('of seats is cut into segments of their own', () => {
    const segments = seatSegments(seats(segmentTicketsMax * 2 + 1));
    expect(segments.map(({ id, numbers }) => [id, numbers.length])).toEqual([
      [0, segmentTicketsMax],
      [1, segmentTicketsMax],
      [2, 1],
    ]);
  });

  it('of general admission comes in pieces of one segment', () => {
    const pool = Array.from({ length: segmentTicketsMax + 1 }, (_, number) => standing(number));
    const segments = seatSegments([...pool, seat(9_000)]);
    expect(segments.map(({ id, numbers }) => [id, numbers.length])).toEqual([
      [0, segmentTicketsMax],
      [0, 1],
      [1, 1],
    ]);
  });
});

describe('too many segments', () => {
  it('are refused, the last one allowed is not', () => {
    const rows = (count: number): PlacedTicket[] =>
      Array.from({ length: count }, (_, number) => seat(number, { planRow: number }));
    expect(seatSegments(rows(segmentsPerEventMax))).toHaveLength(segmentsPerEventMax);
    expect(() => seatSegments(rows(segmentsPerEventMax + 1))).toThrow(RangeError);
  });
});
