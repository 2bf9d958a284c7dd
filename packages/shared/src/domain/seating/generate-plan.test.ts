import { describe, expect, test } from 'vitest';
import { exportPretixPlan } from './export-pretix.ts';
import { generateClubTheatre, generateDemoArena, generateGreatHall } from './generate-plan.ts';
import { letterRow } from './generate-theatre.ts';
import { importPlan } from './import-plan.ts';
import { countSeats, countSeatsByCategory, listSeats, type SeatingPlan } from './plan.ts';

const plans: [string, () => SeatingPlan, number, number][] = [
  ['a club theatre', () => generateClubTheatre(), 600, 0],
  ['a club theatre with standing room', () => generateClubTheatre(300), 600, 300],
  ['a great hall', () => generateGreatHall(), 2_000, 0],
  ['an arena', () => generateDemoArena(), 40_000, 0],
  ['an arena with a standing floor', () => generateDemoArena(40_000, 12_000), 40_000, 12_000],
  ['a small arena', () => generateDemoArena(1_234), 1_234, 0],
  ['a tiny arena', () => generateDemoArena(100), 100, 0],
  ['the largest arena', () => generateDemoArena(120_000), 120_000, 0],
];

describe.each(plans)('%s', (_, make, seats, standingPlaces) => {
  test('has exactly the seats and the standing places that were asked for', () => {
    const plan = make();
    expect(countSeats(plan)).toBe(seats);
    expect(plan.standingAreas.reduce((sum, area) => sum + area.places, 0)).toBe(standingPlaces);
    const names = new Set(plan.categories.map((category) => category.name));
    expect(plan.standingAreas.every((area) => names.has(area.category))).toBe(true);
  });

  test('survives being written to a pretix file and read back, with nothing odd', () => {
    const plan = make();
    const result = importPlan(JSON.parse(JSON.stringify(exportPretixPlan(plan))));
    if (result.kind === 'refused') throw new Error(JSON.stringify(result.faults));
    expect(result.report.oddities.filter((oddity) => oddity.code !== 'categoryUnused')).toEqual([]);
    expect(result.plan).toEqual(plan);
  });

  test('lies within its size', () => {
    const plan = make();
    const seatsOutside = listSeats(plan).filter(
      ({ x, y }) => x < 0 || y < 0 || x > plan.width || y > plan.height,
    );
    expect(seatsOutside).toEqual([]);
  });
});

test('a theatre row has its aisles, and places for wheelchairs at the ends of the last row', () => {
  const stalls = generateClubTheatre().zones[0]?.rows ?? [];
  expect(stalls[0]?.seats.filter((seat) => seat.aisle).map((seat) => seat.label)).toEqual([
    '1',
    '7',
    '8',
    '21',
    '22',
    '28',
  ]);
  const accessible = stalls.flatMap((row) =>
    row.seats.filter((seat) => seat.accessible).map((seat) => `${row.label}${seat.label}`),
  );
  expect(accessible).toEqual(['R1', 'R2', 'R27', 'R28']);
});

test('the arena is two tiers of blocks whose rows have no gap', () => {
  const plan = generateDemoArena();
  expect(Object.fromEntries(countSeatsByCategory(plan))).toMatchObject({ 'Upper tier': 24_000 });
  expect(plan.zones).toHaveLength(72);
  for (const zone of plan.zones) {
    for (const row of zone.rows) expect(row.seats.at(-1)?.column).toBe(row.seats.length - 1);
  }
});

test.each([
  [0, 'A'],
  [7, 'H'],
  [8, 'J'],
  [23, 'Z'],
  [24, 'AA'],
  [47, 'AZ'],
  [48, 'BA'],
])('row %i is lettered %s', (index, letters) => {
  expect(letterRow(index)).toBe(letters);
});
