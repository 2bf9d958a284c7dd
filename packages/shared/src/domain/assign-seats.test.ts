import { describe, expect, it } from 'vitest';
import { type AssignableSeat, assignSeats, findUnknownNames } from './assign-seats.ts';

const seats: AssignableSeat[] = [
  { seatIndex: 0, seatKey: 'a', zone: 'Stalls', planCategory: 'I' },
  { seatIndex: 1, seatKey: 'b', zone: 'Stalls', planCategory: 'II' },
  { seatIndex: 2, seatKey: 'c', zone: 'Balcony', planCategory: 'I' },
  { seatIndex: 3, seatKey: 'd', zone: 'Balcony', planCategory: null },
];

describe('seats are assigned', () => {
  it.each([
    ['all to a rule without lists', [{ categoryId: 'x' }], [0, 1, 2, 3], ['x', 'x', 'x', 'x'], 0],
    ['by the plan’s categories', [{ categoryId: 'x', planCategories: ['I'] }], [0, 2], ['x', 'x'], 2],
    ['by zone', [{ categoryId: 'x', zones: ['Balcony'] }], [2, 3], ['x', 'x'], 2],
    ['by key', [{ categoryId: 'x', seatKeys: ['d', 'a'] }], [0, 3], ['x', 'x'], 2],
    [
      'only where every list fits',
      [{ categoryId: 'x', planCategories: ['I'], zones: ['Balcony'] }],
      [2],
      ['x'],
      3,
    ],
    [
      'to the first rule that fits',
      [
        { categoryId: 'x', zones: ['Stalls'] },
        { categoryId: 'y', planCategories: ['I'] },
        { categoryId: 'z' },
      ],
      [0, 1, 2, 3],
      ['x', 'x', 'y', 'z'],
      0,
    ],
    ['to nobody by an empty list', [{ categoryId: 'x', zones: [] }], [], [], 4],
  ])('%s', (_name, rules, seatIndexes, categoryIds, unassigned) => {
    expect(assignSeats(seats, rules)).toEqual({ seatIndexes, categoryIds, unassigned });
  });
});

describe('a name that no seat has', () => {
  it('is found in every list, with its place', () => {
    expect(
      findUnknownNames(seats, [
        { categoryId: 'x', zones: ['Stalls', 'Attic'] },
        { categoryId: 'y', planCategories: ['III'], seatKeys: ['a', 'z'] },
      ]),
    ).toEqual([
      { rule: 0, list: 'zones', at: 1 },
      { rule: 1, list: 'planCategories', at: 0 },
      { rule: 1, list: 'seatKeys', at: 1 },
    ]);
  });
});
