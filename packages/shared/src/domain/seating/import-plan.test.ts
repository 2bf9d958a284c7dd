import { describe, expect, test } from 'vitest';
import { importPlan, importPlanText, type PlanImport } from './import-plan.ts';
import {
  type JsonData,
  type JsonRecord,
  oddHallFile,
  oddPretixFile,
  valueAtPointer,
  withValue,
} from './odd-plan-files.fixture.ts';
import { countSeats, listSeats } from './plan.ts';
import { oddityDetailsMax, oddityPlacesMax } from './plan-findings.ts';
import {
  planCategoriesMax,
  planFileCharactersMax,
  planRowsMax,
  planSeatsMax,
  planZonesMax,
  shapePointsMax,
} from './plan-limits.ts';

function codesOf(result: PlanImport): string[] {
  return result.kind === 'refused' ? result.faults.map((fault) => `${fault.pointer} ${fault.code}`) : [];
}

function odditiesOf(result: PlanImport) {
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.faults));
  return result.report.oddities;
}

/** A sound plan in pretix's format: `rows` rows of `seats` seats. */
function plainFile(rows: number, seats: number, spacing = 20): JsonRecord {
  const seat = (row: number, index: number): JsonRecord => ({
    seat_guid: `${row}-${index}`,
    seat_number: String(index + 1),
    uuid: `${row}-${index}`,
    category: 'One',
    position: { x: index * spacing, y: 0 },
  });
  return {
    name: 'Plain',
    categories: [{ name: 'One' }],
    size: { width: 100_000, height: 1_000_000 },
    zones: [
      {
        name: 'Hall',
        position: { x: 0, y: 0 },
        rows: Array.from({ length: rows }, (_, row) => ({
          row_number: String(row),
          position: { x: 0, y: row * 25 },
          seats: Array.from({ length: seats }, (_seat, index) => seat(row, index)),
        })),
      },
    ],
  };
}

describe('what is no plan at all is refused', () => {
  test.each<[string, string, string[]]>([
    ['nothing', '', [' notJson']],
    ['a sentence', 'stalls, row A', [' notJson']],
    ['half a file', JSON.stringify(oddPretixFile()).slice(0, -1), [' notJson']],
    ['bare NaN', '{"zones":[NaN]}', [' notJson']],
    ['a list', '[]', [' wrongType']],
    ['null', 'null', [' wrongType']],
    ['a number', '7', [' wrongType']],
    ['another format', '{"seats":[]}', [' formatUnknown']],
    ['an inherited zones', '{"__proto__":{"zones":[]}}', [' formatUnknown']],
    ['a hundred thousand brackets', '['.repeat(100_000), [' notJson']],
    ['a hundred thousand nested lists', '['.repeat(100_000) + ']'.repeat(100_000), [' wrongType']],
  ])('%s', (_, text, codes) => {
    expect(codesOf(importPlanText(text))).toEqual(codes);
  });

  test('a text over the limit is not parsed', () => {
    expect(codesOf(importPlanText(' '.repeat(planFileCharactersMax + 1)))).toEqual([' fileTooLarge']);
  });
});

test('only own fields count', () => {
  expect(codesOf(importPlan(Object.create(plainFile(1, 2))))).toEqual([' formatUnknown']);
  const file = plainFile(1, 2);
  file.size = Object.create({ width: 5, height: 5 });
  expect(codesOf(importPlan(file))).toEqual(['/size/width missing', '/size/height missing']);
});

test('a byte order mark is no fault, and an overflowing number is not finite', () => {
  expect(importPlanText(`\uFEFF${JSON.stringify(plainFile(1, 2))}`).kind).toBe('imported');
  const text = JSON.stringify(plainFile(1, 2)).replace('"x":20', '"x":2e999');
  expect(codesOf(importPlanText(text))).toEqual(['/zones/0/rows/0/seats/1/position/x notFinite']);
});

describe('limits', () => {
  test('a plan of exactly the most seats is imported, one more is refused', () => {
    const full = importPlan(plainFile(planSeatsMax / 100, 100));
    expect(full.kind === 'imported' && countSeats(full.plan)).toBe(planSeatsMax);
    expect(codesOf(importPlan(plainFile(planSeatsMax / 100 + 1, 100)))).toEqual(['/zones tooManySeats']);
  });

  const empties = (count: number): JsonData[] => Array.from({ length: count }, () => ({}));
  test.each<[string, string, JsonData, string]>([
    ['zones', '/zones', empties(planZonesMax + 1), '/zones tooMany'],
    ['rows of a zone', '/zones/0/rows', empties(planRowsMax + 1), '/zones/0/rows tooMany'],
    ['seats of a row', '/zones/0/rows/0/seats', empties(planSeatsMax + 1), '/zones/0/rows/0/seats tooMany'],
    ['categories', '/categories', empties(planCategoriesMax + 1), '/categories tooMany'],
    [
      'points',
      '/zones/0/areas/0',
      { shape: 'polygon', polygon: { points: empties(shapePointsMax + 1) } },
      '/zones/0/areas/0/polygon/points tooMany',
    ],
  ])('a list of too many %s is one fault', (_, pointer, value, code) => {
    expect(codesOf(importPlan(withValue(oddPretixFile(), pointer, value)))).toContain(code);
    expect(codesOf(importPlan(withValue(oddPretixFile(), pointer, value)))).toHaveLength(1);
  });

  test('a hall scheme of too many seats, and seats of too many sections, are refused', () => {
    const seat = (index: number, section: string): JsonRecord => ({
      type: 'seat',
      x: index,
      y: 0,
      objectId: index,
      attrs: { section, row: '1', seat: String(index) },
    });
    const crowd = Array.from({ length: planSeatsMax + 1 }, (_, index) => seat(index, 'A'));
    expect(codesOf(importPlan({ objects: crowd }))).toEqual(['/objects tooManySeats']);
    const sections = Array.from({ length: planZonesMax + 1 }, (_, index) => seat(index, `S${index}`));
    expect(codesOf(importPlan({ objects: sections }))).toEqual(['/objects tooMany']);
  });

  test('invented categories are limited like listed ones', () => {
    const file = plainFile(30, 100);
    for (const [index, row] of ((valueAtPointer(file, '/zones/0/rows') ?? []) as JsonRecord[]).entries()) {
      for (const [place, seat] of (row.seats as JsonRecord[]).entries()) seat.category = `C${index}-${place}`;
    }
    expect(codesOf(importPlan(file))).toEqual(['/zones tooMany']);
  });

  test('a report names a kind once, ten of its places, and only so many details', () => {
    const file = plainFile(1, 50);
    for (const seat of (valueAtPointer(file, '/zones/0/rows/0/seats') ?? []) as JsonRecord[])
      seat.uuid = null;
    const [first] = odditiesOf(importPlan(file));
    expect(first).toMatchObject({ code: 'seatIdMissing', count: 50, pointer: '/zones/0/rows/0/seats/0' });
    expect(first?.places).toHaveLength(oddityPlacesMax);
    for (let field = 0; field < 1_000; field += 1) file[`field${field}`] = field;
    const oddities = odditiesOf(importPlan(file));
    expect(oddities).toHaveLength(1 + oddityDetailsMax + 1);
    expect(oddities.find((oddity) => oddity.message.endsWith('(and others)'))).toMatchObject({
      code: 'unknownField',
      count: 1_000 - oddityDetailsMax,
    });
  });
});

describe('hostile files', () => {
  test('every fault of every seat is listed', () => {
    const file = plainFile(200, 100);
    const text = JSON.stringify(file).replaceAll('"y":0}', '"y":"?"}');
    const result = importPlanText(text);
    expect(codesOf(result)).toHaveLength(200 * 100 + 2);
    expect(new Set(codesOf(result)).size).toBe(200 * 100 + 2);
  });

  test('a prototype key changes nothing but the report', () => {
    const text = JSON.stringify(plainFile(2, 3)).replaceAll(
      '"name":',
      '"__proto__":{"seats":[1],"x":5},"constructor":{"prototype":{"polluted":1}},"name":',
    );
    const plain = importPlan(plainFile(2, 3));
    const result = importPlanText(text);
    expect(result).toMatchObject({ kind: 'imported', plan: plain.kind === 'imported' ? plain.plan : {} });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(odditiesOf(result).map((oddity) => oddity.message)).toContain(
      'an unknown field was left out: zone.__proto__',
    );
  });

  test('a monstrous key is shortened and its controls are not repeated', () => {
    const file = { ...plainFile(1, 2), [`\u0000\u001b[2J${'k'.repeat(100_000)}`]: 1 };
    const [oddity] = odditiesOf(importPlan(file)).filter(({ code }) => code === 'unknownField');
    expect(oddity?.pointer.length).toBeLessThan(100);
    expect(JSON.stringify(oddity)).not.toMatch(/\\u00/);
  });

  test('all seats on one spot, and a huge plan, still take linear time', () => {
    const heap = plainFile(1_000, 100);
    for (const row of (valueAtPointer(heap, '/zones/0/rows') ?? []) as JsonRecord[]) {
      row.position = { x: 0, y: 0 };
      for (const seat of row.seats as JsonRecord[]) seat.position = { x: 5, y: 5 };
    }
    const started = performance.now();
    expect(odditiesOf(importPlan(heap)).find(({ code }) => code === 'seatsOverlap')?.count).toBe(99_999);
    expect(importPlan(plainFile(1, planSeatsMax, 5)).kind).toBe('imported');
    // Tenths of a second in practice; a quadratic step would need hours.
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

describe('a file broken at random', () => {
  const poisons: (JsonData | undefined)[] = [
    undefined,
    null,
    true,
    '',
    ' ',
    'x'.repeat(300),
    '\u0000\uD800',
    '12.5',
    -1,
    1e300,
    Number.NaN,
    [],
    {},
    [[[[]]]],
    [null, 1, 'a', {}],
    { x: 1, y: 'b' },
    { __proto__: null, length: 1e9 },
  ];

  test.each([
    ['pretix', oddPretixFile],
    ['hall scheme', oddHallFile],
  ])('%s: always a value; every fault and oddity names a place; nothing half imported', (_, make) => {
    const random = makeRandom(20_261_122);
    for (let round = 0; round < 1_500; round += 1) {
      let file = make();
      for (let hit = 0; hit <= round % 3; hit += 1) {
        const pointers = allPointers(file);
        const pointer = pointers[Math.floor(random() * pointers.length)] ?? '';
        file = withValue(file, pointer, poisons[Math.floor(random() * poisons.length)]);
      }
      const result = importPlan(file);
      if (result.kind === 'refused') {
        expect(result.faults.length).toBeGreaterThan(0);
        expect(Object.keys(result)).toEqual(['kind', 'faults']);
        for (const { pointer, code } of result.faults) expectPlace(file, pointer, code === 'missing');
      } else {
        const seats = listSeats(result.plan);
        expect(seats.length).toBe(result.report.seats);
        expect(seats.length).toBeGreaterThan(0);
        expect(new Set(seats.map((seat) => seat.seatKey)).size).toBe(seats.length);
        expect(seats.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
        expect(JSON.stringify(result.plan)).not.toMatch(/\\u00|\\ud8/);
        for (const { pointer } of result.report.oddities) expectPlace(file, pointer, true);
      }
    }
  });
});

test('a sound plan has nothing odd', () => {
  expect(odditiesOf(importPlan(plainFile(10, 10)))).toEqual([]);
});

/** The place exists, or, where something may be absent, at least what would hold it does. */
function expectPlace(file: JsonRecord, pointer: string, mayBeAbsent: boolean): void {
  const holder = mayBeAbsent ? pointer.slice(0, Math.max(0, pointer.lastIndexOf('/'))) : pointer;
  if (holder === '/zones' || holder === '/objects') return;
  expect(valueAtPointer(file, holder), `${pointer} of ${JSON.stringify(file).slice(0, 200)}`).toBeDefined();
}

function allPointers(value: JsonData, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return at === '' ? [] : [at];
  const inside = Object.entries(value).flatMap(([key, item]) =>
    allPointers(item, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
  return at === '' ? inside : [at, ...inside];
}

/** mulberry32, a small public-domain generator: the rounds are the same on every run. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
