import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importPlanText } from './import-plan.ts';
import { listSeats } from './plan.ts';

/** Two real plans that lie beside some checkouts; the synthetic files of this folder repeat their oddities. */
const folder = new URL('../../../../../../shared/data/', import.meta.url);
const stadiumFile = new URL('01_seatmap-canvas_stadium.pretix-format.json', folder);
const hallFile = new URL('02_ticketland_demo-hall.json', folder);

function imported(file: URL) {
  const result = importPlanText(readFileSync(file, 'utf8'));
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.faults));
  return result;
}

describe.runIf(existsSync(stadiumFile))('the stadium in pretix’s format', () => {
  test('has exactly its seats and categories', () => {
    const { report } = imported(stadiumFile);
    expect(report).toMatchObject({ format: 'pretix', zones: 2, rows: 90, seats: 738 });
    expect(report.seatsByCategory).toEqual([
      { name: 'Category I', seats: 369 },
      { name: 'Category II', seats: 168 },
      { name: 'Category III', seats: 0 },
      { name: 'Category IV', seats: 84 },
      { name: 'Category V', seats: 117 },
    ]);
  });

  test('keeps the unique uuids as keys and reports the repeated guids', () => {
    const { plan, report } = imported(stadiumFile);
    const keys = listSeats(plan).map((seat) => seat.seatKey);
    expect(new Set(keys).size).toBe(738);
    expect(keys.every((key) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(key))).toBe(true);
    expect(report.oddities.map(({ code, count }) => [code, count])).toEqual([
      ['seatGuidRepeated', 738 - 318],
      ['rowLabelRepeated', 60],
      ['seatNameRepeated', 420],
      ['seatsOverlap', 162],
      ['categoryUnused', 1],
    ]);
  });

  test('has no aisle inside a row', () => {
    for (const zone of imported(stadiumFile).plan.zones) {
      for (const row of zone.rows) expect(row.seats.at(-1)?.column).toBe(row.seats.length - 1);
    }
  });
});

describe.runIf(existsSync(hallFile))('the hall scheme', () => {
  test('has exactly its seats and sections', () => {
    const { report } = imported(hallFile);
    expect(report).toMatchObject({ format: 'hall-scheme', zones: 6, rows: 10, seats: 1_115 });
    expect(report.seatsByCategory.map((category) => category.seats)).toEqual([36, 72, 32, 35, 40, 900]);
  });

  test('reports the dance floor: free seating, said as text, in a row without label', () => {
    const { plan, report } = imported(hallFile);
    expect(plan.zones.at(-1)).toMatchObject({ freeSeating: true, rows: [{ label: '' }] });
    expect(report.oddities.map(({ code, count }) => [code, count])).toEqual([
      ['flagAsText', 1],
      ['freeSeatingSection', 1],
      ['categoriesFromSections', 1],
      ['nameMissing', 1],
      ['rowLabelBlank', 1],
    ]);
  });

  test('puts the shuffled seats of a row in order, round its corner, and all inside the plan', () => {
    const { plan } = imported(hallFile);
    const corner = plan.zones.find((zone) => zone.name === 'VIP 2')?.rows[0]?.seats ?? [];
    expect(corner.map((seat) => Number(seat.label))).toEqual(corner.map((_, index) => index + 1));
    expect(corner.map((seat) => seat.column)).toEqual(corner.map((_, index) => index));
    for (const { x, y } of listSeats(plan)) {
      expect(x >= 0 && y >= 0 && x <= plan.width && y <= plan.height).toBe(true);
    }
  });
});
