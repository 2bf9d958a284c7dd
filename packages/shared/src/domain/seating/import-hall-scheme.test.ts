import { describe, expect, test } from 'vitest';
import { importPlan } from './import-plan.ts';
import {
  type JsonData,
  type JsonRecord,
  oddHallFile,
  oddHallSeats,
  withValue,
} from './odd-plan-files.fixture.ts';
import { listSeats } from './plan.ts';

function imported(file: unknown) {
  const result = importPlan(file, 'Kleiner Saal');
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.faults));
  return result;
}

function faultsOf(file: unknown): string[] {
  const result = importPlan(file);
  return result.kind === 'refused' ? result.faults.map((fault) => `${fault.pointer} ${fault.code}`) : [];
}

test('an odd file is imported whole, with what was odd and where', () => {
  const { plan, report } = imported(oddHallFile());
  expect(plan).toMatchObject({ name: 'Kleiner Saal', width: 500, height: 600 });
  expect(report).toMatchObject({ format: 'hall-scheme', zones: 4, rows: 5, seats: oddHallSeats });
  expect(report.seatsByCategory).toEqual([
    { name: 'VIP', seats: 8 },
    { name: 'Танцы', seats: 36 },
    { name: 'Loge', seats: 2 },
    { name: 'Unlisted', seats: 2 },
  ]);
  expect(report.oddities.map(({ code, pointer, count }) => `${code} ${count} ${pointer}`)).toEqual([
    'flagAsText 1 /objects/49/freeSeating',
    'freeSeatingSection 1 /objects/49',
    'sectionUnknown 1 /objects/46',
    'categoriesFromSections 1 ',
    'nameMissing 1 /name',
    'rowLabelBlank 1 /objects/0',
  ]);
});

test('sections become zones in the order listed, with border and free seating', () => {
  const { zones } = imported(oddHallFile()).plan;
  expect(zones.map(({ name, freeSeating }) => [name, freeSeating])).toEqual([
    ['VIP', false],
    ['Танцы', true],
    ['Loge', false],
    ['Unlisted', false],
  ]);
  expect(zones[0]?.outline?.[0]).toEqual({ x: 14, y: 155 });
  expect(zones[3]?.outline).toBeNull();
});

test('rows and seats stand in the order of their numbers, whatever order the file has', () => {
  const { zones } = imported(oddHallFile()).plan;
  expect(zones[2]?.rows.map((row) => row.label)).toEqual(['9', '10']);
  expect(zones[0]?.rows[0]?.seats.map((seat) => seat.label)).toEqual([
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
    '8',
  ]);
  expect(zones[0]?.rows[0]?.seats.map((seat) => seat.column)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('the lines of a numbered dance floor are not neighbours of each other', () => {
  const seats = imported(oddHallFile()).plan.zones[1]?.rows[0]?.seats ?? [];
  expect(seats).toHaveLength(36);
  expect(seats.slice(4, 8).map((seat) => seat.column)).toEqual([4, 5, 7, 8]);
});

test('coordinates are counted from the corner of the scheme, decor included', () => {
  const { plan } = imported(oddHallFile());
  expect(listSeats(plan)[0]).toMatchObject({ label: '1', x: 274, y: 343, seatKey: 'object-39' });
  expect(plan.shapes).toMatchObject([
    { kind: 'text', text: 'bar', x: 166, y: 123, rotation: 345, size: 21 },
    { kind: 'rectangle', role: 'stage', x: 174, y: 55, width: 200, height: 110 },
  ]);
});

test('sections filled alike still get colours of their own, opaque', () => {
  const colors = imported(oddHallFile()).plan.categories.map((category) => category.color);
  expect(colors[0]).toBe('#F1F2F2');
  expect(colors[1]).toBe('#28a745');
  expect(new Set(colors).size).toBe(4);
});

describe('leniency: imported, and reported', () => {
  const cases: [string, string, JsonData | undefined, string, string][] = [
    ['an unknown field', '/objects/0/price', 5, 'unknownField', '/objects/0/price'],
    ['an unknown attribute', '/objects/0/attrs/__proto__', 5, 'unknownField', '/objects/0/attrs/__proto__'],
    ['another section name', '/objects/0/attrs/section', 'Dance', 'sectionNameDiffers', '/objects/0'],
    ['a section twice', '/objects/50/sectionId', 11, 'sectionRepeated', '/objects/50'],
    ['an unreadable colour', '/objects/48/fill', 'url(x)', 'colourUnreadable', '/objects/48/fill'],
    ['an unknown object', '/objects/51/type', 'bar', 'shapeUnknown', '/objects/51'],
    ['an id twice', '/objects/0/objectId', 2, 'seatIdRepeated', '/objects/1'],
    ['no id', '/objects/0/objectId', undefined, 'seatIdMissing', '/objects/0'],
    ['no row', '/objects/36/attrs/row', undefined, 'rowLabelBlank', '/objects/36'],
    ['no seat number', '/objects/36/attrs/seat', undefined, 'seatLabelBlank', '/objects/36'],
    ['no height', '/height', undefined, 'sizeMissing', ''],
    ['a hole in the numbers', '/objects/40/attrs/seat', '55', 'seatNumbersBroken', '/objects/36'],
    ['seats on one spot', '/objects/1/x', 260, 'seatsOverlap', '/objects/1'],
  ];
  test.each(cases)('%s', (_, pointer, value, code, place) => {
    const { report } = imported(withValue(oddHallFile(), pointer, value));
    const found = report.oddities.filter((oddity) => oddity.code === code);
    expect(found.flatMap((oddity) => oddity.places)).toContain(place);
  });

  test('seats and sections without ids meet by name', () => {
    const file = oddHallFile();
    for (const object of file.objects as JsonRecord[]) {
      delete object.sectionId;
      if (object.type === 'seat') delete (object.attrs as JsonRecord).sectionId;
    }
    expect(imported(file).report).toMatchObject({ zones: 4, seats: oddHallSeats });
  });

  test('hidden decor is not drawn', () => {
    expect(imported(withValue(oddHallFile(), '/objects/51/hidden', true)).plan.shapes).toHaveLength(1);
  });
});

describe('faults: refused, with the place', () => {
  const cases: [string, JsonData | undefined, string[]][] = [
    ['/objects', {}, ['/objects wrongType']],
    ['/objects', [], ['/objects noSeats']],
    ['/objects/0', 7, ['/objects/0 wrongType']],
    ['/objects/0/type', {}, ['/objects/0/type wrongType']],
    ['/objects/0/x', undefined, ['/objects/0/x missing']],
    ['/objects/0/y', Number.NaN, ['/objects/0/y notFinite']],
    ['/objects/0/attrs', undefined, ['/objects/0/attrs missing']],
    ['/objects/0/attrs', 'none', ['/objects/0/attrs wrongType']],
    ['/objects/0/attrs/seat', {}, ['/objects/0/attrs/seat wrongType']],
    ['/objects/48/points', {}, ['/objects/48/points wrongType']],
    ['/objects/48/points/1', {}, ['/objects/48/points/1/x missing', '/objects/48/points/1/y missing']],
    ['/objects/48/freeSeating', 'maybe', ['/objects/48/freeSeating wrongType']],
    ['/objects/52/width', -5, ['/objects/52/width outOfRange']],
    ['/offsetX', 'left', ['/offsetX wrongType']],
    ['/width', 1e7, ['/width outOfRange']],
  ];
  test.each(cases)('%s = %j', (pointer, value, faults) => {
    expect(faultsOf(withValue(oddHallFile(), pointer, value))).toEqual(faults);
  });
});
