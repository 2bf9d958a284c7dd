import { describe, expect, test } from 'vitest';
import { importPlan } from './import-plan.ts';
import { type JsonData, oddPretixFile, oddPretixSeats, withValue } from './odd-plan-files.fixture.ts';
import { listSeats } from './plan.ts';

function imported(file: unknown) {
  const result = importPlan(file);
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.faults));
  return result;
}

function faultsOf(file: unknown): string[] {
  const result = importPlan(file);
  return result.kind === 'refused' ? result.faults.map((fault) => `${fault.pointer} ${fault.code}`) : [];
}

const seatAt = '/zones/0/rows/0/seats/2';

test('an odd file is imported whole, with what was odd and where', () => {
  const { plan, report } = imported(oddPretixFile());
  expect(report).toMatchObject({ format: 'pretix', zones: 2, rows: 7, seats: oddPretixSeats });
  expect(report.seatsByCategory).toEqual([
    { name: 'One', seats: 22 },
    { name: 'Two', seats: 12 },
    { name: 'Three', seats: 0 },
  ]);
  expect(report.oddities.map(({ code, pointer, count }) => `${code} ${count} ${pointer}`)).toEqual([
    'colourUnreadable 1 /categories/2/color',
    'seatGuidRepeated 5 /zones/0/rows/2/seats/0',
    'shapeUnknown 1 /zones/0/areas/1',
    'rowLabelRepeated 1 /zones/0/rows/2',
    'seatLabelRepeated 1 /zones/1/rows/1/seats/2',
    'seatNumbersBroken 1 /zones/1/rows/1',
    'seatNameRepeated 5 /zones/0/rows/2/seats/0',
    'seatsOverlap 4 /zones/1/rows/0/seats/0',
    'rowReordered 1 /zones/0/rows/4',
    'categoryUnused 1 /categories/2',
  ]);
  expect(plan.categories.map((category) => category.color)).toEqual(['#F44336', '#9c27b0', '#009E73']);
});

test('a seat stands at zone + row + seat, and keeps its own id as key', () => {
  const seats = listSeats(imported(oddPretixFile()).plan);
  expect(seats[8]).toMatchObject({
    seatKey: 'Ground-B-2',
    zone: 'Ground floor',
    rowLabel: 'B',
    rowIndex: 1,
    rowId: 1,
    label: '3',
    position: 2,
    x: 150,
    y: 125,
    category: 'One',
  });
});

test('an aisle breaks adjacency, and a row listed out of order is put in order', () => {
  const { plan } = imported(oddPretixFile());
  const rows = plan.zones[0]?.rows ?? [];
  expect(rows[3]?.seats.map((seat) => seat.column)).toEqual([0, 1, 3, 4]);
  expect(rows[4]?.seats.map((seat) => seat.label)).toEqual(['1', '2', '3', '4', '5', '6']);
  expect(rows[4]?.seats.map((seat) => seat.column)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('an area is drawn about its centre', () => {
  expect(imported(oddPretixFile()).plan.shapes).toEqual([
    {
      kind: 'rectangle',
      role: 'stage',
      x: 140.2,
      y: 320,
      width: 80.4,
      height: 40,
      rotation: 0,
      fill: '#CBEEB3',
      stroke: '#FFFFFF',
      text: 'Stage',
    },
  ]);
});

describe('seat keys', () => {
  test('an id used twice is given up by both for their places in the file', () => {
    const file = withValue(oddPretixFile(), `${seatAt}/uuid`, 'Ground-B-0');
    const { plan, report } = imported(file);
    const keys = listSeats(plan).map((seat) => seat.seatKey);
    expect([keys[2], keys[6]]).toEqual(['0/0/2', '0/1/0']);
    expect(report.oddities.find((oddity) => oddity.code === 'seatIdRepeated')).toMatchObject({
      count: 2,
      places: ['/zones/0/rows/0/seats/2', '/zones/0/rows/1/seats/0'],
    });
  });

  test.each<[string, JsonData | undefined]>([
    ['missing', undefined],
    ['like a path', '0/0/5'],
    ['of foreign letters', 'id\u0000'.repeat(3)],
    ['very long', 'x'.repeat(65)],
    ['blank', ' '],
  ])('an id that is %s is not used', (_, uuid) => {
    const { plan, report } = imported(withValue(oddPretixFile(), `${seatAt}/uuid`, uuid));
    expect(listSeats(plan)[2]?.seatKey).toBe('0/0/2');
    expect(report.oddities.map((oddity) => oddity.code)).toContain('seatIdMissing');
  });
});

describe('leniency: imported, and reported', () => {
  const cases: [string, string, JsonData | undefined, string, string][] = [
    ['an unknown field', '/zones/0/colour', 'x', 'unknownField', '/zones/0/colour'],
    ['a prototype key', `${seatAt}/__proto__`, { x: 1 }, 'unknownField', `${seatAt}/__proto__`],
    ['a slash in a key', '/a~1b', 1, 'unknownField', '/a~1b'],
    ['a number as text', `${seatAt}/position/x`, '50', 'numberAsText', `${seatAt}/position/x`],
    ['a text as number', `${seatAt}/seat_number`, 3, 'textAsNumber', `${seatAt}/seat_number`],
    [
      'control characters',
      `${seatAt}/seat_number`,
      '3\u202E\u0007',
      'controlCharacters',
      `${seatAt}/seat_number`,
    ],
    ['a blank row label', '/zones/0/rows/1/row_number', ' ', 'rowLabelBlank', '/zones/0/rows/1'],
    ['a blank seat label', `${seatAt}/seat_number`, '', 'seatLabelBlank', seatAt],
    ['no plan name', '/name', undefined, 'nameMissing', '/name'],
    ['no zone name', '/zones/0/name', null, 'nameMissing', '/zones/0'],
    ['no zone position', '/zones/1/position', undefined, 'positionMissing', '/zones/1'],
    ['no size', '/size', undefined, 'sizeMissing', ''],
    ['a small size', '/size/width', 101, 'seatOutsideSize', '/zones/0/rows/0/seats/1'],
    ['no categories', '/categories', undefined, 'categoriesMissing', ''],
    ['a category twice', '/categories/1', { name: 'One' }, 'categoryRepeated', '/categories/1'],
    ['a seat without category', `${seatAt}/category`, undefined, 'categoryMissing', seatAt],
    ['an undeclared category', `${seatAt}/category`, 'Four', 'categoryUndeclared', seatAt],
    ['no seat_guid', `${seatAt}/seat_guid`, undefined, 'seatGuidMissing', seatAt],
    ['an empty row', '/zones/0/rows/1/seats', [], 'rowEmpty', '/zones/0/rows/1'],
    ['an empty zone', '/zones/1/rows', [], 'zoneEmpty', '/zones/1'],
    ['zones of one name', '/zones/1/name', 'Ground floor', 'zoneNameRepeated', '/zones/1'],
    [
      'a label template',
      '/zones/0/rows/0/row_label',
      'Box %s',
      'labelTemplateApplied',
      '/zones/0/rows/0/row_label',
    ],
    ['yes as text', `${seatAt}/wheelchair`, 'true', 'flagAsText', `${seatAt}/wheelchair`],
  ];
  test.each(cases)('%s', (_, pointer, value, code, place) => {
    const { report } = imported(withValue(oddPretixFile(), pointer, value));
    const found = report.oddities.filter((oddity) => oddity.code === code);
    expect(found.map((oddity) => oddity.pointer)).toContain(place);
    for (const oddity of found) expect(oddity.message).not.toMatch(/\p{Cc}/u);
  });

  test('what was read instead', () => {
    const blank = imported(withValue(oddPretixFile(), '/name', undefined)).plan;
    expect(blank.name).toBe('Imported plan');
    const boxed = imported(withValue(oddPretixFile(), '/zones/0/rows/0/row_label', 'Box %s')).plan;
    expect(boxed.zones[0]?.rows[0]?.label).toBe('Box A');
    const cleaned = imported(withValue(oddPretixFile(), `${seatAt}/seat_number`, '3\u0000x\uD800')).plan;
    expect(cleaned.zones[0]?.rows[0]?.seats[2]?.label).toBe('3 x\uFFFD');
    const none = imported(withValue(oddPretixFile(), `${seatAt}/category`, undefined)).plan;
    expect(none.zones[0]?.rows[0]?.seats[2]?.category).toBe('Uncategorised');
    const wheelchair = imported(withValue(oddPretixFile(), `${seatAt}/wheelchair`, true)).plan;
    expect(wheelchair.zones[0]?.rows[0]?.seats[2]?.accessible).toBe(true);
    const unsized = imported(withValue(oddPretixFile(), '/size', undefined)).plan;
    expect([unsized.width, unsized.height]).toEqual([495, 195]);
  });
});

describe('faults: refused, with the place', () => {
  const cases: [string, JsonData | undefined, string[]][] = [
    ['/zones', {}, ['/zones wrongType']],
    ['/zones', [], ['/zones noSeats']],
    ['/zones', null, ['/zones noSeats']],
    ['/zones/0', 'zone', ['/zones/0 wrongType']],
    ['/zones/0/rows', 5, ['/zones/0/rows wrongType']],
    ['/zones/0/rows/1', null, ['/zones/0/rows/1 wrongType']],
    ['/zones/0/rows/1/seats/0', [], ['/zones/0/rows/1/seats/0 wrongType']],
    ['/name', {}, ['/name wrongType']],
    ['/name', 'n'.repeat(201), ['/name textTooLong']],
    ['/size', [], ['/size wrongType']],
    ['/size', {}, ['/size/width missing', '/size/height missing']],
    ['/size/width', 0, ['/size/width outOfRange']],
    ['/categories', 'One', ['/categories wrongType']],
    ['/categories/0', 1, ['/categories/0 wrongType']],
    [`${seatAt}/position`, undefined, [`${seatAt}/position missing`]],
    [`${seatAt}/position`, [], [`${seatAt}/position wrongType`]],
    [`${seatAt}/position/x`, undefined, [`${seatAt}/position/x missing`]],
    [`${seatAt}/position/x`, 'far', [`${seatAt}/position/x wrongType`]],
    [`${seatAt}/position/y`, Number.NaN, [`${seatAt}/position/y notFinite`]],
    [`${seatAt}/position/y`, Number.NEGATIVE_INFINITY, [`${seatAt}/position/y notFinite`]],
    [`${seatAt}/position/y`, 1_000_001, [`${seatAt}/position/y outOfRange`]],
    [`${seatAt}/seat_number`, true, [`${seatAt}/seat_number wrongType`]],
    [`${seatAt}/category`, {}, [`${seatAt}/category wrongType`]],
    [`${seatAt}/radius`, {}, [`${seatAt}/radius wrongType`]],
    [`${seatAt}/wheelchair`, 'perhaps', [`${seatAt}/wheelchair wrongType`]],
    ['/zones/0/areas/0/rectangle', undefined, ['/zones/0/areas/0/rectangle missing']],
    ['/zones/0/areas/0/rectangle/width', -1, ['/zones/0/areas/0/rectangle/width outOfRange']],
    ['/zones/0/areas/0', { shape: 'polygon' }, ['/zones/0/areas/0/polygon missing']],
    ['/zones/0/areas/0', { shape: 'ellipse', ellipse: {} }, ['/zones/0/areas/0/ellipse/radius missing']],
    [
      '/zones/0/areas/0',
      { shape: 'circle', circle: { radius: 5 }, standing: { places: 0.5 } },
      ['/zones/0/areas/0/standing/places outOfRange'],
    ],
  ];
  test.each(cases)('%s = %j', (pointer, value, faults) => {
    expect(faultsOf(withValue(oddPretixFile(), pointer, value))).toEqual(faults);
  });

  test('all faults of a file are listed, not the first', () => {
    let file = withValue(oddPretixFile(), '/name', 5e9);
    file = withValue(file, '/name', false);
    file = withValue(file, `${seatAt}/position/x`, Number.NaN);
    file = withValue(file, `${seatAt}/position/y`, null);
    file = withValue(file, '/zones/1/rows/1/seats/3', 'seat');
    file = withValue(file, '/size/height', 'tall');
    expect(faultsOf(file).sort()).toEqual([
      '/name wrongType',
      '/size/height wrongType',
      `${seatAt}/position/x notFinite`,
      `${seatAt}/position/y missing`,
      '/zones/1/rows/1/seats/3 wrongType',
    ]);
  });
});

test('areas of every kind are read, and ours may be standing room', () => {
  const file = withValue(oddPretixFile(), '/zones/1/areas', [
    { shape: 'circle', position: { x: 1, y: 2 }, circle: { radius: 3 } },
    { shape: 'ellipse', position: { x: 1, y: 2 }, ellipse: { radius: { x: 3, y: 4 } } },
    { shape: 'polygon', position: { x: 1, y: 2 }, rotation: 90, polygon: { points: [{ x: 10, y: 0 }] } },
    { shape: 'text', position: { x: 1, y: 2 }, text: { text: 'Bar', size: 20 } },
    {
      shape: 'rectangle',
      position: { x: 0, y: 0 },
      rotation: 90,
      rectangle: { width: 20, height: 10 },
      standing: { name: 'Floor', places: 300, category: 'One' },
    },
  ]);
  const { plan } = imported(file);
  expect(plan.shapes.slice(1)).toMatchObject([
    { kind: 'ellipse', x: 101, y: 102, radiusX: 3, radiusY: 3 },
    { kind: 'ellipse', radiusX: 3, radiusY: 4 },
    { kind: 'polygon', rotation: 0, points: [{ x: 101, y: 112 }] },
    { kind: 'text', text: 'Bar', size: 20 },
  ]);
  expect(plan.standingAreas).toMatchObject([
    {
      name: 'Floor',
      places: 300,
      category: 'One',
      outline: { kind: 'rectangle', x: 95, y: 110, rotation: 90 },
    },
  ]);
});
