/**
 * Small plan files of our own making that repeat the oddities met in real ones, for the tests of this folder.
 * They are plain JSON values, so a test may break them wherever it likes.
 */
export type JsonRecord = { [key: string]: JsonData };
export type JsonData = null | boolean | number | string | JsonData[] | JsonRecord;

export const oddPretixSeats = 34;
export const oddHallSeats = 48;

/**
 * Two floors of which the second is drawn over the first, blocks that repeat row letters and so seat_guids,
 * a category that nobody uses, radii on some seats, a row across an aisle, one listed out of order.
 */
export function oddPretixFile(): JsonRecord {
  const ground = [
    row('A', 0, 0, ['1', '2', '3', '4', '5', '6'], { guid: 'Ground' }),
    row('B', 0, 25, ['1', '2', '3', '4', '5', '6'], { guid: 'Ground', radius: 10 }),
    // The next block's row A: same guids again.
    row('A', 300, 0, ['1', '2', '3', '4'], { guid: 'Ground', id: 'ground-a-right', category: 'Two' }),
    row('C', 0, 50, ['1', '2', '3', '4'], { guid: 'Ground', offsets: [0, 25, 125, 150] }),
    row('D', 0, 75, ['1', '3', '5', '2', '4', '6'], { guid: 'Ground', offsets: [0, 50, 100, 25, 75, 125] }),
  ];
  const upper = [
    row('A', 1, 0.4, ['1', '2', '3', '4'], { guid: 'Upper', category: 'Two' }),
    row('B', 1, 40, ['1', '2', '2', '7'], { guid: 'Upper', category: 'Two' }),
  ];
  return {
    name: 'Odd stadium',
    categories: [
      { name: 'One', color: '#F44336' },
      { name: 'Two', color: 'rgb(156, 39, 176)' },
      { name: 'Three', color: 'javascript:alert(1)' },
    ],
    zones: [
      {
        name: 'Ground floor',
        zone_id: 'Ground',
        uuid: 'zone-ground',
        position: { x: 100, y: 100 },
        rows: ground,
        areas: [
          {
            shape: 'rectangle',
            color: '#CBEEB3',
            border_color: '#FFFFFF',
            rotation: 0,
            uuid: 'area-1',
            position: { x: 0, y: 200 },
            text: { position: { x: 5, y: 5 }, color: '#333333', text: 'Stage' },
            rectangle: { width: 80.4, height: 40 },
          },
          { shape: 'hexagon', position: { x: 0, y: 0 } },
        ],
      },
      { name: 'First floor', zone_id: 'First', position: { x: 100, y: 100 }, rows: upper, areas: [] },
    ],
    size: { width: 2000, height: 2000 },
  };
}

type RowOptions = {
  guid: string;
  id?: string;
  category?: string;
  radius?: number;
  offsets?: readonly number[];
};

function row(
  label: string,
  x: number,
  y: number,
  numbers: readonly string[],
  options: RowOptions,
): JsonRecord {
  const id = options.id ?? `${options.guid}-${label}`;
  return {
    row_number: label,
    row_number_position: 'start',
    uuid: `row-${id}`,
    position: { x, y },
    seats: numbers.map((number, index) => ({
      seat_number: number,
      seat_guid: `${options.guid}-${label}-${number}`,
      uuid: `${id}-${index}`,
      position: { x: options.offsets?.[index] ?? index * 25, y: 0 },
      category: options.category ?? 'One',
      ...(options.radius === undefined ? {} : { radius: options.radius }),
    })),
  };
}

/**
 * Four sections, seats in no order and before their section, a row round a corner, a dance floor of 36
 * numbered places in a row called " ", a yes written as text, and a corner that is not at 0, 0.
 */
export function oddHallFile(): JsonRecord {
  const seats: JsonRecord[] = [];
  const add = (sectionId: number, section: string, rowLabel: string, seat: number, x: number, y: number) => {
    seats.push({
      type: 'seat',
      x,
      y,
      objectId: seats.length + 1,
      attrs: { sectionId, section, row: rowLabel, seat: String(seat) },
    });
  };
  for (let place = 36; place >= 1; place -= 1) {
    add(11, 'Танцы', ' ', place, 150 + ((place - 1) % 6) * 22, 50 + Math.floor((place - 1) / 6) * 22);
  }
  // Five along one wall, then three round the corner, listed from the middle outwards.
  for (const seat of [3, 2, 1, 4, 5]) add(12, 'VIP', '1', seat, 400, 250 - seat * 22);
  for (const seat of [8, 7, 6]) add(12, 'VIP', '1', seat, 400 + (seat - 5) * 22, 140);
  for (const label of ['10', '9']) add(13, 'Loge', label, 1, 150, 300 + 10 * Number(label));
  add(99, 'Unlisted', '1', 1, 160, 350);
  add(99, 'Unlisted', '1', 2, 182, 350);
  const square = (x: number, y: number, side: number): JsonRecord[] => [
    { x, y },
    { x: x + side, y },
    { x: x + side, y: y + side },
    { x, y: y + side },
  ];
  const section = (id: number, name: string, rest: JsonRecord): JsonRecord => ({
    type: 'section',
    objectId: 100 + id,
    sectionId: id,
    name,
    fill: '#F1F2F2',
    freeSeating: false,
    points: square(140, 40, 200),
    ...rest,
  });
  return {
    type: 'schema',
    offsetX: 126,
    offsetY: -115,
    width: 500,
    height: 600,
    objects: [
      ...seats,
      section(12, 'VIP', { hidden: true }),
      section(11, 'Танцы', { freeSeating: 'true', fill: 'rgba(40, 167, 69, 0.16)' }),
      section(13, 'Loge', {}),
      { type: 'text', x: 292, y: 8, text: 'bar', angle: 345, objectId: 200, attrs: { 'font-size': 21 } },
      { type: 'stage', x: 300, y: -60, objectId: 201, width: 200, height: 110, angle: 0, attrs: {} },
    ],
  };
}

/** The value at a JSON pointer; undefined where nothing stands. */
export function valueAtPointer(root: JsonData, pointer: string): JsonData | undefined {
  let at: JsonData | undefined = root;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as JsonRecord)[key];
  }
  return at;
}

/** A copy in which the value at `pointer` is another; undefined removes it. */
export function withValue(root: JsonRecord, pointer: string, value: JsonData | undefined): JsonRecord {
  const copy = structuredClone(root);
  const cut = pointer.lastIndexOf('/');
  const parent = valueAtPointer(copy, pointer.slice(0, cut)) as JsonRecord;
  const key = pointer
    .slice(cut + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
  if (value === undefined && Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (value === undefined) delete parent[key];
  else Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}
