import { describe, expect, it } from 'vitest';
import { type SeatStatus, seatStatus, statusAt, statusByLedger, statusCorrections } from './seat-status.ts';

const { free, held, sold, off } = seatStatus;

/** A map as Redis has it: four tickets a byte, the first in the highest bits. */
function mapOf(...statuses: SeatStatus[]): Uint8Array {
  const map = new Uint8Array(Math.ceil(statuses.length / 4));
  for (const [number, status] of statuses.entries()) {
    map[number >> 2] = (map[number >> 2] ?? 0) | (status << (6 - 2 * (number & 3)));
  }
  return map;
}

describe("a ticket's status by the ledger", () => {
  it.each([
    { kinds: ['MINT', 'REFUND', 'VOID', 'RELEASE'], inDrop: true, status: free },
    { kinds: ['MINT', 'REFUND', 'VOID', 'RELEASE'], inDrop: false, status: off },
    { kinds: ['SALE', 'TRANSFER', 'CHECKIN', 'CHECKIN_UNDO'], inDrop: true, status: sold },
    { kinds: ['SALE', 'TRANSFER', 'CHECKIN', 'CHECKIN_UNDO'], inDrop: false, status: sold },
    { kinds: ['BLOCK', 'RETIRE'], inDrop: true, status: off },
    { kinds: ['BLOCK', 'RETIRE'], inDrop: false, status: off },
  ])('is $status after $kinds, in a drop: $inDrop', ({ kinds, inDrop, status }) => {
    expect(kinds.map((kind) => statusByLedger(kind, inDrop))).toEqual(kinds.map(() => status));
  });

  it('is never free after an entry of a kind that is not known', () => {
    expect(statusByLedger('SOMETHING_NEW', true)).toBe(sold);
  });
});

describe('a status in the map', () => {
  it('is found wherever it is, and free past the end', () => {
    const statuses: SeatStatus[] = [free, held, sold, off, off, sold, held, free, sold];
    const map = mapOf(...statuses);
    expect(statuses.map((_status, number) => statusAt(map, number))).toEqual(statuses);
    expect([9, 10, 11, 12, 1_000].map((number) => statusAt(map, number))).toEqual([
      free,
      free,
      free,
      free,
      free,
    ]);
  });

  it('has its first ticket in the highest bits of the first byte', () => {
    expect(statusAt(Uint8Array.of(0b10_00_01_11, 0b01_00_00_00), 0)).toBe(sold);
    expect(statusAt(Uint8Array.of(0b10_00_01_11, 0b01_00_00_00), 3)).toBe(off);
    expect(statusAt(Uint8Array.of(0b10_00_01_11, 0b01_00_00_00), 4)).toBe(held);
  });
});

describe('what must change so that the map agrees with the ledger', () => {
  it.each([
    { shown: free, ledger: free, change: false },
    { shown: held, ledger: free, change: false },
    { shown: sold, ledger: free, change: true },
    { shown: off, ledger: free, change: true },
    { shown: free, ledger: sold, change: true },
    { shown: held, ledger: sold, change: true },
    { shown: sold, ledger: sold, change: false },
    { shown: off, ledger: sold, change: true },
    { shown: free, ledger: off, change: true },
    { shown: held, ledger: off, change: true },
    { shown: sold, ledger: off, change: true },
    { shown: off, ledger: off, change: false },
  ])('shown $shown, by the ledger $ledger: $change', ({ shown, ledger, change }) => {
    const marks = statusCorrections(mapOf(free, free, shown), [{ number: 2, status: ledger }]);
    expect(marks).toEqual(change ? [{ number: 2, seen: shown, set: ledger }] : []);
  });

  it('is asked only of tickets that the ledger names', () => {
    expect(statusCorrections(mapOf(sold, off), [])).toEqual([]);
  });
});
