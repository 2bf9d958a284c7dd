import { createHash } from 'node:crypto';
import { encodeGeometry, type SeatGeometry } from '@fairgate/shared/domain/seating/geometry.ts';
import { importPlanText, type PlanReport } from '@fairgate/shared/domain/seating/import-plan.ts';
import { listSeats, type SeatingPlan } from '@fairgate/shared/domain/seating/plan.ts';
import type { PlanFault } from '@fairgate/shared/domain/seating/plan-findings.ts';

/** Runs in the thread of plan-reader.ts. */

/** The seats of a plan as the columns of the table of seats, in the plan's order. */
export interface SeatColumns {
  readonly seatKeys: readonly string[];
  readonly zones: readonly string[];
  readonly rowLabels: readonly string[];
  readonly labels: readonly string[];
  readonly planRows: readonly number[];
  readonly planColumns: readonly number[];
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly accessible: readonly boolean[];
  readonly aisles: readonly boolean[];
  readonly categories: readonly string[];
}

export type PlanReading =
  | { readonly kind: 'refused'; readonly faults: readonly PlanFault[] }
  | {
      readonly kind: 'read';
      readonly name: string;
      readonly report: PlanReport;
      /** SHA-256 of the file. */
      readonly sourceHash: Uint8Array;
      /** The normalised plan as JSON. */
      readonly document: string;
      readonly seats: SeatColumns;
    };

export function read(file: Uint8Array): PlanReading {
  const imported = importPlanText(new TextDecoder().decode(file));
  if (imported.kind === 'refused') return imported;
  return {
    kind: 'read',
    name: imported.plan.name,
    report: imported.report,
    sourceHash: createHash('sha256').update(file).digest(),
    document: JSON.stringify(imported.plan),
    seats: seatColumns(imported.plan),
  };
}

function seatColumns(plan: SeatingPlan): SeatColumns {
  const seats = listSeats(plan);
  return {
    seatKeys: seats.map((seat) => seat.seatKey),
    zones: seats.map((seat) => seat.zone),
    rowLabels: seats.map((seat) => seat.rowLabel),
    labels: seats.map((seat) => seat.label),
    planRows: seats.map((seat) => seat.rowId),
    planColumns: seats.map((seat) => seat.column),
    xs: seats.map((seat) => seat.x),
    ys: seats.map((seat) => seat.y),
    accessible: seats.map((seat) => seat.accessible),
    aisles: seats.map((seat) => seat.aisle),
    categories: seats.map((seat) => seat.category),
  };
}

/** `document`: a normalised plan as JSON. Every seat has its rank in the plan as number. */
export function draw(document: string): SeatGeometry {
  return encodeGeometry(JSON.parse(document) as SeatingPlan);
}
