import { measureSteps, numberColumns, orderSeats, usualStep } from './arrange-row.ts';
import type { DraftPlan, DraftRow, DraftSeat, DraftZone } from './draft-plan.ts';
import type { Place } from './json-place.ts';
import {
  type PlanCategory,
  type PlanSeat,
  roundUnits,
  type SeatingPlan,
  type SeatingRow,
  type SeatingZone,
} from './plan.ts';
import type { PlanFindings } from './plan-findings.ts';
import { seatKeyCharactersMax } from './plan-limits.ts';
import { pickColour } from './read-colour.ts';

export const uncategorisedName = 'Uncategorised';
const marginUnits = 20;
// Path keys contain a slash, so an id of the file can never equal one.
const ownIdPattern = /^[A-Za-z0-9_.:-]+$/;

/** The one way from a draft to a plan: order, columns, keys, categories, size. Notes what it had to decide. */
export function assemblePlan(draft: DraftPlan, findings: PlanFindings): SeatingPlan {
  const zones = draft.zones.map((zone) => orderZone(zone, draft.seatOrder, findings));
  const keyOf = assignKeys(zones, findings);
  const categories = settleCategories(draft, zones, findings);
  const measured = draft.size ?? measureSize(zones);
  if (draft.size === null) findings.note('sizeMissing', draft.place);
  return {
    name: draft.name,
    width: roundUnits(measured.width),
    height: roundUnits(measured.height),
    zones: zones.map((zone) => finishZone(zone, keyOf)),
    shapes: draft.shapes,
    standingAreas: draft.standingAreas,
    categories,
  };
}

function orderZone(zone: DraftZone, prefer: DraftPlan['seatOrder'], findings: PlanFindings): DraftZone {
  const rows: DraftRow[] = [];
  for (const row of zone.rows) {
    if (row.seats.length === 0) {
      findings.note('rowEmpty', row.place);
      continue;
    }
    const seats = orderSeats(row.seats, prefer);
    if (prefer === 'asListed' && seats.some((seat, index) => seat !== row.seats[index])) {
      findings.note('rowReordered', row.place);
    }
    rows.push({ ...row, seats });
  }
  return { ...zone, rows };
}

function finishZone(zone: DraftZone, keyOf: (seat: DraftSeat) => string): SeatingZone {
  const zoneStep = usualStep(zone.rows.flatMap((row) => measureSteps(row.seats)));
  return {
    name: zone.name,
    freeSeating: zone.freeSeating,
    outline: zone.outline,
    rows: zone.rows.map((row) => finishRow(row, zoneStep, keyOf)),
  };
}

function finishRow(row: DraftRow, zoneStep: number, keyOf: (seat: DraftSeat) => string): SeatingRow {
  const columns = numberColumns(row.seats, zoneStep);
  const seats = row.seats.map((seat, position): PlanSeat => {
    const column = columns[position] ?? 0;
    return {
      seatKey: keyOf(seat),
      label: seat.label,
      position,
      column,
      x: roundUnits(seat.x),
      y: roundUnits(seat.y),
      category: seat.category ?? uncategorisedName,
      accessible: seat.accessible,
      aisle: columns[position - 1] !== column - 1 || columns[position + 1] !== column + 1,
    };
  });
  return { label: row.label, seats };
}

/** The file's id where only one seat has it, else the seat's path. */
function assignKeys(zones: readonly DraftZone[], findings: PlanFindings): (seat: DraftSeat) => string {
  const users = new Map<string, number>();
  const eachSeat = (visit: (seat: DraftSeat) => void): void => {
    for (const zone of zones) for (const row of zone.rows) row.seats.forEach(visit);
  };
  eachSeat((seat) => {
    if (isUsableId(seat.ownId)) users.set(seat.ownId, (users.get(seat.ownId) ?? 0) + 1);
  });
  eachSeat((seat) => {
    if (!isUsableId(seat.ownId)) findings.note('seatIdMissing', seat.place);
    else if (users.get(seat.ownId) !== 1) findings.note('seatIdRepeated', seat.place);
  });
  return (seat) => (isUsableId(seat.ownId) && users.get(seat.ownId) === 1 ? seat.ownId : seat.pathKey);
}

function isUsableId(id: string | null): id is string {
  return id !== null && id.length <= seatKeyCharactersMax && ownIdPattern.test(id);
}

/** The declared categories, then those that seats name although nobody declared them. */
function settleCategories(
  draft: DraftPlan,
  zones: readonly DraftZone[],
  findings: PlanFindings,
): PlanCategory[] {
  const used = new Set<string>();
  const declared = new Set(draft.categories.map((category) => category.name));
  const categories = draft.categories.map(({ name, color }): PlanCategory => ({ name, color }));
  const use = (name: string, place: Place): void => {
    if (!declared.has(name)) findings.note('categoryUndeclared', place, name);
    if (!declared.has(name) && !used.has(name))
      categories.push({ name, color: pickColour(categories.length) });
    used.add(name);
  };
  let uncategorised = false;
  for (const zone of zones) {
    for (const row of zone.rows) {
      for (const seat of row.seats) {
        if (seat.category !== null) use(seat.category, seat.place);
        else findings.note('categoryMissing', seat.place);
        uncategorised ||= seat.category === null;
      }
    }
  }
  for (const area of draft.standingAreas) use(area.category, draft.place);
  for (const category of draft.categories) {
    if (!used.has(category.name)) findings.note('categoryUnused', category.place, category.name);
  }
  if (uncategorised && !categories.some((category) => category.name === uncategorisedName)) {
    categories.push({ name: uncategorisedName, color: pickColour(categories.length) });
  }
  return categories;
}

function measureSize(zones: readonly DraftZone[]): { width: number; height: number } {
  let [width, height] = [0, 0];
  for (const zone of zones) {
    for (const row of zone.rows) {
      for (const seat of row.seats) {
        width = Math.max(width, seat.x);
        height = Math.max(height, seat.y);
      }
    }
  }
  return { width: width + marginUnits, height: height + marginUnits };
}
