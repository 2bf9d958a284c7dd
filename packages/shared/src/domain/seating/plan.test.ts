import { expect, test } from 'vitest';
import { generateClubTheatre, generateDemoArena } from './generate-plan.ts';
import { importPlan } from './import-plan.ts';
import { oddHallFile, oddPretixFile } from './odd-plan-files.fixture.ts';
import {
  countSeats,
  countSeatsByCategory,
  listSeats,
  mapAdjacency,
  roundUnits,
  type SeatingPlan,
} from './plan.ts';

function imported(file: unknown): SeatingPlan {
  const result = importPlan(file);
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.faults));
  return result.plan;
}

const plans: [string, () => SeatingPlan][] = [
  ['a theatre', () => generateClubTheatre(300)],
  ['a small arena', () => generateDemoArena(2_345, 100)],
  ['an odd pretix file', () => imported(oddPretixFile())],
  ['an odd hall scheme', () => imported(oddHallFile())],
];

test.each(plans)('the seats of %s are numbered 0…n−1 by zone, row and position', (_, make) => {
  const plan = make();
  const seats = listSeats(plan);
  expect(seats.map((seat) => seat.ticketNumber)).toEqual(seats.map((_seat, index) => index));
  expect(seats).toHaveLength(countSeats(plan));
  for (const [index, seat] of seats.entries()) {
    const before = seats[index - 1];
    if (before === undefined) continue;
    const sameRow = before.rowId === seat.rowId;
    expect(seat.rowId - before.rowId).toBe(sameRow ? 0 : 1);
    expect(seat.position).toBe(sameRow ? before.position + 1 : 0);
    expect(before.zoneIndex <= seat.zoneIndex).toBe(true);
  }
});

test.each(plans)(
  'in %s keys are unique, columns rise along a row, and the adjacency map agrees',
  (_, make) => {
    const plan = make();
    const seats = listSeats(plan);
    expect(new Set(seats.map((seat) => seat.seatKey)).size).toBe(seats.length);
    const { rowIds, columns } = mapAdjacency(plan);
    for (const [index, seat] of seats.entries()) {
      expect([rowIds[index], columns[index]]).toEqual([seat.rowId, seat.column]);
      const before = seats[index - 1];
      if (before?.rowId === seat.rowId) expect(seat.column).toBeGreaterThan(before.column);
    }
  },
);

test.each(plans)('in %s a seat is on an aisle exactly when a side has no neighbour', (_, make) => {
  const seats = listSeats(make());
  const taken = new Set(seats.map((seat) => `${seat.rowId} ${seat.column}`));
  for (const seat of seats) {
    const left = taken.has(`${seat.rowId} ${seat.column - 1}`);
    const right = taken.has(`${seat.rowId} ${seat.column + 1}`);
    expect(seat.aisle).toBe(!(left && right));
  }
});

test.each(plans)('in %s coordinates are tenths and every category is one of the plan', (_, make) => {
  const plan = make();
  for (const seat of listSeats(plan)) {
    expect([seat.x, seat.y]).toEqual([roundUnits(seat.x), roundUnits(seat.y)]);
  }
  const counts = countSeatsByCategory(plan);
  expect([...counts.keys()]).toEqual(plan.categories.map((category) => category.name));
  expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(countSeats(plan));
});

test('rounding never gives minus zero', () => {
  expect(Object.is(roundUnits(-0.04), 0)).toBe(true);
  expect(roundUnits(12.345)).toBe(12.3);
});
