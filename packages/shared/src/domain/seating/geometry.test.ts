import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { generateClubTheatre, generateDemoArena } from './generate-plan.ts';
import { accessibleFlag, aisleFlag, decodeGeometry, encodeGeometry, type SeatGeometry } from './geometry.ts';
import { importPlan } from './import-plan.ts';
import { packRuns, packSteps, unpackRuns, unpackSteps } from './number-runs.ts';
import { oddHallFile, oddPretixFile } from './odd-plan-files.fixture.ts';
import { listSeats, type SeatingPlan } from './plan.ts';

function imported(file: unknown): SeatingPlan {
  const result = importPlan(file);
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.faults));
  return result.plan;
}

/** What the document should say of every seat that is sold, by the plan's own list. */
function expectRoundTrip(plan: SeatingPlan, ticketNumbers?: (number | null)[]): void {
  const geometry: SeatGeometry = JSON.parse(JSON.stringify(encodeGeometry(plan, ticketNumbers)));
  const table = decodeGeometry(geometry);
  const sold = listSeats(plan).flatMap((seat) => {
    const ticket = ticketNumbers === undefined ? seat.ticketNumber : ticketNumbers[seat.ticketNumber];
    return ticket === null || ticket === undefined ? [] : [{ ...seat, ticket }];
  });
  expect([...table.ticketNumbers]).toEqual(sold.map((seat) => seat.ticket));
  expect([...table.x]).toEqual(sold.map((seat) => Math.round(seat.x * 10)));
  expect([...table.y]).toEqual(sold.map((seat) => Math.round(seat.y * 10)));
  expect([...table.zones]).toEqual(sold.map((seat) => seat.zoneIndex));
  expect([...table.rowIds]).toEqual(sold.map((seat) => seat.rowId));
  expect([...table.columns]).toEqual(sold.map((seat) => seat.column));
  expect(table.labels).toEqual(sold.map((seat) => seat.label));
  expect([...table.categories].map((index) => geometry.categories[index]?.name)).toEqual(
    sold.map((seat) => seat.category),
  );
  expect([...table.flags]).toEqual(
    sold.map((seat) => (seat.accessible ? accessibleFlag : 0) + (seat.aisle ? aisleFlag : 0)),
  );
  expect(sold.map((seat) => geometry.rows.label[seat.rowId])).toEqual(sold.map((seat) => seat.rowLabel));
}

describe('a geometry document says of every seat what the plan says', () => {
  test.each<[string, () => SeatingPlan]>([
    ['a theatre', () => generateClubTheatre(300)],
    ['an arena', () => generateDemoArena(5_000, 1_000)],
    ['an odd pretix file', () => imported(oddPretixFile())],
    ['an odd hall scheme', () => imported(oddHallFile())],
  ])('%s', (_, make) => {
    expectRoundTrip(make());
  });

  test('also when only some seats are sold, under other numbers', () => {
    const plan = imported(oddPretixFile());
    expectRoundTrip(
      plan,
      listSeats(plan).map(({ ticketNumber }) => (ticketNumber % 3 === 0 ? null : 1_000 - 7 * ticketNumber)),
    );
    expectRoundTrip(
      plan,
      listSeats(plan).map(() => null),
    );
  });
});

test('the document carries what is to be drawn, in tenths', () => {
  const geometry = encodeGeometry(imported(oddHallFile()));
  expect(geometry).toMatchObject({ version: 1, width: 5_000, height: 6_000 });
  expect(geometry.zones[0]).toMatchObject({ name: 'VIP', outline: [{ x: 140, y: 1_550 }, {}, {}, {}] });
  expect(geometry.shapes[1]).toMatchObject({ kind: 'rectangle', x: 1_740, width: 2_000 });
  expect(encodeGeometry(generateClubTheatre(300)).standingAreas).toMatchObject([{ places: 300 }]);
});

test('40,000 seats travel in under 50 kB', () => {
  const geometry = JSON.stringify(encodeGeometry(generateDemoArena()));
  expect(gzipSync(geometry).length).toBeLessThan(50_000);
});

test('a list of tickets that does not fit the plan is a broken assumption', () => {
  expect(() => encodeGeometry(generateClubTheatre(), [1, 2, 3])).toThrow(RangeError);
});

test.each<[string, (geometry: SeatGeometry) => Partial<SeatGeometry>]>([
  ['too few tickets', () => ({ tickets: [1, 5] })],
  ['too many flags', () => ({ flags: [0, 1e9] })],
  ['a run of nothing', () => ({ category: [0, 0] })],
  ['one y less', (geometry) => ({ y: geometry.y.slice(1) })],
  ['a label list missing', () => ({ labelLists: [] })],
  [
    'rows of other lengths',
    (geometry) => ({ rows: { ...geometry.rows, seats: geometry.rows.seats.map(() => 1) } }),
  ],
])('a document with %s is not decoded', (_, breakIt) => {
  const geometry = encodeGeometry(generateClubTheatre());
  expect(() => decodeGeometry({ ...geometry, ...breakIt(geometry) })).toThrow(RangeError);
});

describe('runs and steps are lossless', () => {
  test.each([[[]], [[0]], [[5, 5, 5]], [[1, 2, 2, 3, 3, 3]], [[-4, -4, 9, 0, 0, -4]]])(
    '%j',
    (values: number[]) => {
      expect([...unpackRuns(packRuns(values), values.length)]).toEqual(values);
      expect([...unpackSteps(packSteps(values))]).toEqual(values);
      expect([...unpackSteps(packSteps(values, -1), -1)]).toEqual(values);
    },
  );
});
