/**
 * The normalised seating plan, whatever file it came from.
 *
 * Coordinates are plan units (x to the right, y downwards), rounded to a tenth. The dense order of seats is
 * zone, then row, then position in the row; it gives the ticket numbers 0…n−1 of an event made from the plan.
 */
export type PlanPoint = { readonly x: number; readonly y: number };

export type PlanColour = string;

export type PlanCategory = { readonly name: string; readonly color: PlanColour };

export type PlanSeat = {
  /** Unique inside the plan and stable over a re-import; never made from labels. */
  readonly seatKey: string;
  /** What is printed on the chair and the ticket; may repeat, may be blank. */
  readonly label: string;
  /** 0-based place in the row's order. */
  readonly position: number;
  /** Rises along the row: neighbours differ by exactly 1, an aisle or a corner by more. */
  readonly column: number;
  readonly x: number;
  readonly y: number;
  /** Name of one of the plan's categories. */
  readonly category: string;
  /** A place for a wheelchair or otherwise step-free. */
  readonly accessible: boolean;
  /** At least one side has no neighbour. */
  readonly aisle: boolean;
};

export type SeatingRow = { readonly label: string; readonly seats: readonly PlanSeat[] };

export type SeatingZone = {
  readonly name: string;
  /** The file says that people sit or stand where they like; its places are still numbered. */
  readonly freeSeating: boolean;
  /** The zone's border, when the file draws one. */
  readonly outline: readonly PlanPoint[] | null;
  readonly rows: readonly SeatingRow[];
};

type ShapeLook = {
  readonly role: 'stage' | 'decor';
  readonly fill: PlanColour | null;
  readonly stroke: PlanColour | null;
  /** Degrees clockwise about (x, y). */
  readonly rotation: number;
  readonly text: string;
};

/** Something to draw that is not a seat. (x, y) is its centre; polygon points are absolute and already turned. */
export type PlanShape =
  | (ShapeLook & PlanPoint & { readonly kind: 'rectangle'; readonly width: number; readonly height: number })
  | (ShapeLook & PlanPoint & { readonly kind: 'ellipse'; readonly radiusX: number; readonly radiusY: number })
  | (ShapeLook & PlanPoint & { readonly kind: 'polygon'; readonly points: readonly PlanPoint[] })
  | (ShapeLook & PlanPoint & { readonly kind: 'text'; readonly size: number });

/** General admission: a quantity that the plan suggests, no seats. */
export type StandingArea = {
  readonly name: string;
  readonly places: number;
  readonly category: string;
  readonly outline: PlanShape;
};

export type SeatingPlan = {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly zones: readonly SeatingZone[];
  readonly shapes: readonly PlanShape[];
  readonly standingAreas: readonly StandingArea[];
  readonly categories: readonly PlanCategory[];
};

/** A seat with everything that its zone and row say about it: one line of the table of seats. */
export type PlacedSeat = PlanSeat & {
  /** Rank in the dense order. */
  readonly ticketNumber: number;
  readonly zone: string;
  readonly zoneIndex: number;
  readonly rowLabel: string;
  /** 0-based, in its zone. */
  readonly rowIndex: number;
  /** 0-based, in the whole plan. */
  readonly rowId: number;
};

/** All seats in the dense order. */
export function listSeats(plan: SeatingPlan): PlacedSeat[] {
  const placed: PlacedSeat[] = [];
  let rowId = 0;
  for (const [zoneIndex, zone] of plan.zones.entries()) {
    for (const [rowIndex, row] of zone.rows.entries()) {
      for (const seat of row.seats) {
        placed.push({
          ...seat,
          ticketNumber: placed.length,
          zone: zone.name,
          zoneIndex,
          rowLabel: row.label,
          rowIndex,
          rowId,
        });
      }
      rowId += 1;
    }
  }
  return placed;
}

export function countSeats(plan: SeatingPlan): number {
  return plan.zones.reduce(
    (sum, zone) => sum + zone.rows.reduce((inZone, row) => inZone + row.seats.length, 0),
    0,
  );
}

/** How many seats carry each category, in the plan's order of categories; an unused one has 0. */
export function countSeatsByCategory(plan: SeatingPlan): Map<string, number> {
  const counts = new Map(plan.categories.map((category) => [category.name, 0]));
  for (const zone of plan.zones) {
    for (const row of zone.rows) {
      for (const seat of row.seats) counts.set(seat.category, (counts.get(seat.category) ?? 0) + 1);
    }
  }
  return counts;
}

/**
 * Two integers a seat, indexed by ticket number, that answer "are these two next to each other?":
 * same row id and columns that differ by 1. Along the dense order row ids never fall, and inside a row the
 * columns strictly rise.
 */
export function mapAdjacency(plan: SeatingPlan): { rowIds: Int32Array; columns: Int32Array } {
  const total = countSeats(plan);
  const rowIds = new Int32Array(total);
  const columns = new Int32Array(total);
  let seatIndex = 0;
  let rowId = 0;
  for (const zone of plan.zones) {
    for (const row of zone.rows) {
      for (const seat of row.seats) {
        rowIds[seatIndex] = rowId;
        columns[seatIndex] = seat.column;
        seatIndex += 1;
      }
      rowId += 1;
    }
  }
  return { rowIds, columns };
}

/** To a tenth of a unit, and never −0, which JSON would turn into 0. */
export function roundUnits(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}
