import { type PlanPoint, type PlanSeat, type PlanShape, roundUnits, type SeatingPlan } from './plan.ts';

/** A plan file in pretix's format, with `wheelchair` seats and `standing` areas as our two additions. */
export type PretixPlanFile = {
  readonly name: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly categories: readonly { readonly name: string; readonly color: string }[];
  readonly zones: readonly PretixZone[];
};

type PretixZone = {
  readonly name: string;
  readonly zone_id: string;
  readonly position: PlanPoint;
  readonly rows: readonly PretixRow[];
  readonly areas: readonly Record<string, unknown>[];
};
type PretixRow = {
  readonly row_number: string;
  readonly position: PlanPoint;
  readonly seats: readonly PretixSeat[];
};
type PretixSeat = {
  readonly seat_number: string;
  readonly seat_guid: string;
  readonly uuid: string;
  readonly position: PlanPoint;
  readonly category: string;
  readonly wheelchair?: true;
};

/** What the importer reads back as the same plan, seat keys included; shapes all go to the first zone. */
export function exportPretixPlan(plan: SeatingPlan): PretixPlanFile {
  const areas = [
    ...plan.shapes.map((shape) => exportShape(shape)),
    ...plan.standingAreas.map(({ name, places, category, outline }) => ({
      ...exportShape(outline),
      standing: { name, places, category },
    })),
  ];
  return {
    name: plan.name,
    size: { width: plan.width, height: plan.height },
    categories: plan.categories,
    zones: plan.zones.map((zone, zoneIndex) => ({
      name: zone.name,
      zone_id: `zone-${zoneIndex}`,
      position: { x: 0, y: 0 },
      rows: zone.rows.map((row) => exportRow(row.label, row.seats)),
      areas: zoneIndex === 0 ? areas : [],
    })),
  };
}

function exportRow(label: string, seats: readonly PlanSeat[]): PretixRow {
  const origin = { x: seats[0]?.x ?? 0, y: seats[0]?.y ?? 0 };
  return {
    row_number: label,
    position: origin,
    seats: seats.map((seat) => ({
      seat_number: seat.label,
      seat_guid: seat.seatKey,
      uuid: seat.seatKey,
      position: { x: roundUnits(seat.x - origin.x), y: roundUnits(seat.y - origin.y) },
      category: seat.category,
      ...(seat.accessible ? { wheelchair: true as const } : {}),
    })),
  };
}

/** A rectangle leaves by its corner, turned about that, as the format wants it. */
function exportShape(shape: PlanShape): Record<string, unknown> {
  const { fill, stroke, rotation, text } = shape;
  const look = {
    ...(fill === null ? {} : { color: fill }),
    ...(stroke === null ? {} : { border_color: stroke }),
    rotation,
  };
  const at = { x: shape.x, y: shape.y };
  if (shape.kind === 'text')
    return { shape: 'text', position: at, ...look, text: { text, size: shape.size } };
  const words = text === '' ? {} : { text: { text } };
  if (shape.kind === 'ellipse') {
    const radius = { x: shape.radiusX, y: shape.radiusY };
    return { shape: 'ellipse', position: at, ...look, ...words, ellipse: { radius } };
  }
  if (shape.kind === 'polygon') {
    const points = shape.points.map(({ x, y }) => ({ x: roundUnits(x - at.x), y: roundUnits(y - at.y) }));
    return { shape: 'polygon', position: at, ...look, ...words, polygon: { points } };
  }
  const angle = (rotation * Math.PI) / 180;
  const [halfX, halfY] = [shape.width / 2, shape.height / 2];
  const corner = {
    x: roundUnits(at.x - (halfX * Math.cos(angle) - halfY * Math.sin(angle))),
    y: roundUnits(at.y - (halfX * Math.sin(angle) + halfY * Math.cos(angle))),
  };
  const rectangle = { width: shape.width, height: shape.height };
  return { shape: 'rectangle', position: corner, ...look, ...words, rectangle };
}
