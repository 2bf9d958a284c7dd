import { packRuns, packSteps, unpackRuns, unpackSteps } from './number-runs.ts';
import {
  listSeats,
  type PlacedSeat,
  type PlanCategory,
  type PlanPoint,
  type PlanShape,
  type SeatingPlan,
  type StandingArea,
} from './plan.ts';

/**
 * Everything of a seat map that does not change while a drop sells, as one JSON document that compresses well:
 * the 40,000 seats of the demo arena take 39 kB under gzip. Seats stand in the plan's dense order. Every length,
 * also of outlines and shapes, is an integer of a tenth of a plan unit.
 */
export type SeatGeometry = {
  readonly version: 1;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly zones: readonly GeometryZone[];
  readonly categories: readonly PlanCategory[];
  /** One entry for each row of the plan; the index is the row id. `seats` of them are in the document. */
  readonly rows: {
    readonly zone: readonly number[];
    readonly label: readonly string[];
    readonly seats: readonly number[];
    /** Index into `labelLists`. */
    readonly labels: readonly number[];
  };
  /** Seat labels along a row; rows numbered alike share a list. */
  readonly labelLists: readonly (readonly string[])[];
  /** Runs of steps: ticket numbers (the first step from −1), and columns (each row's first from −1). */
  readonly tickets: readonly number[];
  readonly columns: readonly number[];
  /** Steps of steps: straight and evenly curved rows are nearly all 0. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Runs of category indices, and of flags: 1 accessible, 2 aisle. */
  readonly category: readonly number[];
  readonly flags: readonly number[];
  readonly shapes: readonly PlanShape[];
  readonly standingAreas: readonly StandingArea[];
};

export type GeometryZone = Pick<SeatingPlan['zones'][number], 'name' | 'freeSeating' | 'outline'>;

/** Parallel arrays, one entry a seat in the document. */
export type SeatTable = {
  readonly ticketNumbers: Int32Array;
  /** Tenths of a plan unit. */
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly zones: Int32Array;
  readonly rowIds: Int32Array;
  readonly columns: Int32Array;
  /** Index into the document's categories. */
  readonly categories: Int32Array;
  readonly flags: Int32Array;
  readonly labels: readonly string[];
};

export const accessibleFlag = 1;
export const aisleFlag = 2;

/**
 * `ticketNumbers[i]` is the ticket of the i-th seat in dense order, null where the event sells none; without
 * the list every seat is sold under its own rank. Throws if the list does not fit the plan.
 */
export function encodeGeometry(plan: SeatingPlan, ticketNumbers?: readonly (number | null)[]): SeatGeometry {
  const all = listSeats(plan);
  if (ticketNumbers !== undefined && ticketNumbers.length !== all.length) {
    throw new RangeError(`${ticketNumbers.length} ticket numbers for ${all.length} seats`);
  }
  const seats: PlacedSeat[] = [];
  for (const seat of all) {
    const ticketNumber = ticketNumbers === undefined ? seat.ticketNumber : ticketNumbers[seat.ticketNumber];
    if (ticketNumber !== null && ticketNumber !== undefined) seats.push({ ...seat, ticketNumber });
  }
  const categoryIndex = new Map(plan.categories.map((category, index) => [category.name, index]));
  const { rows, labelLists } = packRows(plan, seats);
  return {
    version: 1,
    name: plan.name,
    width: tenths(plan.width),
    height: tenths(plan.height),
    zones: plan.zones.map(({ name, freeSeating, outline }) => ({
      name,
      freeSeating,
      outline: outline?.map((point) => pointInTenths(point)) ?? null,
    })),
    categories: plan.categories,
    rows,
    labelLists,
    tickets: packRuns(
      packSteps(
        seats.map((seat) => seat.ticketNumber),
        -1,
      ),
    ),
    columns: packRuns(columnSteps(seats)),
    x: packSteps(packSteps(seats.map((seat) => tenths(seat.x)))),
    y: packSteps(packSteps(seats.map((seat) => tenths(seat.y)))),
    category: packRuns(seats.map((seat) => categoryIndex.get(seat.category) ?? 0)),
    flags: packRuns(
      seats.map((seat) => (seat.accessible ? accessibleFlag : 0) + (seat.aisle ? aisleFlag : 0)),
    ),
    shapes: plan.shapes.map((shape) => shapeInTenths(shape)),
    standingAreas: plan.standingAreas.map((area) => ({ ...area, outline: shapeInTenths(area.outline) })),
  };
}

/** The inverse for the seats. Throws a RangeError on a document whose parts do not fit each other. */
export function decodeGeometry(geometry: SeatGeometry): SeatTable {
  const { rows, labelLists } = geometry;
  const total = geometry.x.length;
  const zones = new Int32Array(total);
  const rowIds = new Int32Array(total);
  const columns = new Int32Array(total);
  const labels: string[] = [];
  const steps = unpackRuns(geometry.columns, total);
  for (const [rowId, count] of rows.seats.entries()) {
    const list = labelLists[rows.labels[rowId] ?? -1] ?? [];
    if (list.length !== count || labels.length + count > total) throw new RangeError('rows do not fit');
    let column = -1;
    for (const label of list) {
      const index = labels.length;
      column += steps[index] ?? 0;
      zones[index] = rows.zone[rowId] ?? 0;
      rowIds[index] = rowId;
      columns[index] = column;
      labels.push(label);
    }
  }
  if (labels.length !== total || geometry.y.length !== total) throw new RangeError('seats do not fit');
  return {
    ticketNumbers: unpackSteps(unpackRuns(geometry.tickets, total), -1),
    x: unpackSteps(unpackSteps(geometry.x)),
    y: unpackSteps(unpackSteps(geometry.y)),
    zones,
    rowIds,
    columns,
    categories: unpackRuns(geometry.category, total),
    flags: unpackRuns(geometry.flags, total),
    labels,
  };
}

function packRows(
  plan: SeatingPlan,
  seats: readonly PlacedSeat[],
): Pick<SeatGeometry, 'rows' | 'labelLists'> {
  const labelsOfRow: string[][] = [];
  const zone: number[] = [];
  const label: string[] = [];
  for (const [zoneIndex, { rows }] of plan.zones.entries()) {
    for (const row of rows) {
      labelsOfRow.push([]);
      zone.push(zoneIndex);
      label.push(row.label);
    }
  }
  for (const seat of seats) labelsOfRow[seat.rowId]?.push(seat.label);
  const known = new Map<string, number>();
  const labelLists: string[][] = [];
  const labels = labelsOfRow.map((list) => {
    const key = JSON.stringify(list);
    const index = known.get(key) ?? labelLists.push(list) - 1;
    known.set(key, index);
    return index;
  });
  return { rows: { zone, label, seats: labelsOfRow.map((list) => list.length), labels }, labelLists };
}

function columnSteps(seats: readonly PlacedSeat[]): number[] {
  return seats.map((seat, index) => {
    const before = seats[index - 1];
    return seat.column - (before !== undefined && before.rowId === seat.rowId ? before.column : -1);
  });
}

function tenths(units: number): number {
  return Math.round(units * 10) + 0;
}

function pointInTenths(point: PlanPoint): PlanPoint {
  return { x: tenths(point.x), y: tenths(point.y) };
}

function shapeInTenths(shape: PlanShape): PlanShape {
  const at = pointInTenths(shape);
  switch (shape.kind) {
    case 'rectangle':
      return { ...shape, ...at, width: tenths(shape.width), height: tenths(shape.height) };
    case 'ellipse':
      return { ...shape, ...at, radiusX: tenths(shape.radiusX), radiusY: tenths(shape.radiusY) };
    case 'polygon':
      return { ...shape, ...at, points: shape.points.map((point) => pointInTenths(point)) };
    case 'text':
      return { ...shape, ...at, size: tenths(shape.size) };
  }
}
