import { measureSteps, seatNumber, usualStep } from './arrange-row.ts';
import type { DraftPlan, DraftRow, DraftSeat, DraftZone } from './draft-plan.ts';
import type { PlanFindings } from './plan-findings.ts';

/** Seats nearer than this part of the usual spacing are drawn on top of each other. */
const overlapRatio = 0.25;
const overlapUnitsMin = 0.5;

/** Notes what is odd in any plan, whatever its format: names, numbers, places. Changes nothing. */
export function inspectDraft(draft: DraftPlan, findings: PlanFindings): void {
  const zoneNames = new Set<string>();
  for (const zone of draft.zones) {
    if (zoneNames.has(zone.name)) findings.note('zoneNameRepeated', zone.place, zone.name);
    zoneNames.add(zone.name);
    if (zone.rows.every((row) => row.seats.length === 0)) findings.note('zoneEmpty', zone.place, zone.name);
    inspectRowLabels(zone, findings);
    for (const row of zone.rows) inspectSeatLabels(row, findings);
  }
  inspectSeatNames(draft, findings);
  inspectOutside(draft, findings);
  inspectOverlaps(draft, findings);
}

function inspectRowLabels(zone: DraftZone, findings: PlanFindings): void {
  const labels = new Set<string>();
  for (const row of zone.rows) {
    if (row.label === '') findings.note('rowLabelBlank', row.place);
    else if (labels.has(row.label)) findings.note('rowLabelRepeated', row.place);
    labels.add(row.label);
  }
}

function inspectSeatLabels(row: DraftRow, findings: PlanFindings): void {
  const labels = new Set<string>();
  for (const seat of row.seats) {
    if (seat.label === '') findings.note('seatLabelBlank', seat.place);
    else if (labels.has(seat.label)) findings.note('seatLabelRepeated', seat.place);
    labels.add(seat.label);
  }
  if (hasHoles(row.seats)) findings.note('seatNumbersBroken', row.place);
}

/** 1 2 3 and 1 3 5 (an odd side) are whole; 1 2 5 is not. */
function hasHoles(seats: readonly DraftSeat[]): boolean {
  const numbers = [...new Set(seats.map((seat) => seatNumber(seat.label)))];
  if (numbers.length < 2 || numbers.includes(null)) return false;
  const sorted = numbers.map(Number).sort((a, b) => a - b);
  const steps = new Set(sorted.slice(1).map((number, index) => number - (sorted[index] ?? 0)));
  return !(steps.size === 1 && (steps.has(1) || steps.has(2)));
}

/** Zone, row and seat as printed on a ticket should lead to one chair. */
function inspectSeatNames(draft: DraftPlan, findings: PlanFindings): void {
  const names = new Set<string>();
  for (const zone of draft.zones) {
    for (const row of zone.rows) {
      for (const seat of row.seats) {
        const name = JSON.stringify([zone.name, row.label, seat.label]);
        if (names.has(name)) findings.note('seatNameRepeated', seat.place);
        names.add(name);
      }
    }
  }
}

function inspectOutside(draft: DraftPlan, findings: PlanFindings): void {
  const { width, height } = draft.size ?? { width: Infinity, height: Infinity };
  eachSeat(draft, (seat) => {
    if (seat.x < 0 || seat.y < 0 || seat.x > width || seat.y > height) {
      findings.note('seatOutsideSize', seat.place);
    }
  });
}

/**
 * A grid of cells as wide as the overlap distance; each remembers only its first seat, so that a hundred
 * thousand seats on one spot still cost one comparison each.
 */
function inspectOverlaps(draft: DraftPlan, findings: PlanFindings): void {
  const steps = draft.zones.flatMap((zone) => zone.rows.map((row) => usualStep(measureSteps(row.seats))));
  const nearest = Math.max(usualStep(steps) * overlapRatio, overlapUnitsMin);
  const cells = new Map<number, DraftSeat>();
  eachSeat(draft, (seat) => {
    const [cellX, cellY] = [Math.floor(seat.x / nearest), Math.floor(seat.y / nearest)];
    const around = neighbourCells(cellX, cellY).map((cell) => cells.get(cell));
    if (around.some((other) => other && Math.hypot(other.x - seat.x, other.y - seat.y) < nearest)) {
      findings.note('seatsOverlap', seat.place);
    }
    const own = cellKey(cellX, cellY);
    if (!cells.has(own)) cells.set(own, seat);
  });
}

function neighbourCells(cellX: number, cellY: number): number[] {
  const keys: number[] = [];
  for (let dx = -1; dx <= 1; dx += 1) {
    for (let dy = -1; dy <= 1; dy += 1) keys.push(cellKey(cellX + dx, cellY + dy));
  }
  return keys;
}

/** Exact: three summed coordinates of ±10⁶ in cells of half a unit stay within ±2²³. */
function cellKey(cellX: number, cellY: number): number {
  return (cellX + 2 ** 24) * 2 ** 26 + (cellY + 2 ** 24);
}

function eachSeat(draft: DraftPlan, visit: (seat: DraftSeat) => void): void {
  for (const zone of draft.zones) for (const row of zone.rows) row.seats.forEach(visit);
}
