import type { DraftCategory, DraftPlan, DraftRow, DraftSeat, DraftZone } from './draft-plan.ts';
import { type AreaDrawing, readArea } from './import-pretix-area.ts';
import { type Place, placeInside } from './json-place.ts';
import type { PlanPoint, PlanShape, StandingArea } from './plan.ts';
import type { PlanFindings } from './plan-findings.ts';
import {
  planCategoriesMax,
  planRowsMax,
  planSeatsMax,
  planShapesMax,
  planTextCharactersMax,
  planZonesMax,
} from './plan-limits.ts';
import { pickColour, readColour } from './read-colour.ts';
import {
  flagAt,
  type JsonObject,
  listAt,
  noteUnknownFields,
  numberAt,
  objectAt,
  objectsIn,
  pointAt,
  requireExtent,
  requirePoint,
  textAt,
} from './read-fields.ts';

/**
 * pretix's seating-plan format (its JSON schema, draft 07, as its editor writes it): zones → rows → seats with
 * positions relative to their parent, so that a seat stands at zone + row + seat.
 */
const planFields = new Set(['name', 'categories', 'zones', 'size']);
const categoryFields = new Set(['name', 'color', 'uuid']);
const zoneFields = new Set(['name', 'zone_id', 'uuid', 'displayed', 'position', 'rows', 'areas']);
const rowFields = new Set([
  'row_number',
  'row_label',
  'seat_label',
  'uuid',
  'row_number_position',
  'number_of_seats',
  'seats_spacing',
  'position',
  'seats',
]);
// `wheelchair`, `accessible` and `standing` (of an area) are no fields of pretix's, but real generators write
// the first two, and our own plans all three.
const seatFields = new Set([
  'seat_guid',
  'seat_number',
  'position',
  'category',
  'uuid',
  'radius',
  'start_direction',
  'wheelchair',
  'accessible',
]);

type Reading = {
  readonly findings: PlanFindings;
  readonly guids: Set<string>;
  readonly categoryNames: Set<string>;
  seats: number;
  rows: number;
  shapes: PlanShape[];
  standingAreas: StandingArea[];
};

/** Complete only when `findings` holds no fault afterwards. */
export function readPretixPlan(root: JsonObject, fallbackName: string, findings: PlanFindings): DraftPlan {
  const reading: Reading = {
    findings,
    guids: new Set(),
    categoryNames: new Set(),
    seats: 0,
    rows: 0,
    shapes: [],
    standingAreas: [],
  };
  noteUnknownFields(root, planFields, 'plan', findings);
  const name = textAt(root, 'name', findings) ?? '';
  if (name === '') findings.note('nameMissing', placeInside(root.place, 'name'));
  const categories = readCategories(root, findings);
  const size = objectAt(root, 'size', findings);
  const zoneList = listAt(root, 'zones', planZonesMax, findings);
  const zones = objectsIn(zoneList, findings).map((zone, index) => readZone(zone, index, reading));
  checkLimits(reading, placeInside(root.place, 'zones'));
  return {
    place: root.place,
    name: name === '' ? fallbackName : name,
    size: size && {
      width: requireExtent(size, 'width', findings),
      height: requireExtent(size, 'height', findings),
    },
    zones,
    shapes: reading.shapes,
    standingAreas: reading.standingAreas,
    categories,
    seatOrder: 'asListed',
  };
}

function checkLimits(reading: Reading, zones: Place): void {
  const { findings, rows, seats, categoryNames } = reading;
  if (rows > planRowsMax) findings.fault('tooMany', zones, `${rows} rows, at most ${planRowsMax}`);
  if (seats > planSeatsMax) findings.fault('tooManySeats', zones, `${seats}, at most ${planSeatsMax}`);
  if (seats === 0 && !findings.isUnread('/zones')) findings.fault('noSeats', zones);
  if (categoryNames.size > planCategoriesMax) {
    findings.fault('tooMany', zones, `${categoryNames.size} categories, at most ${planCategoriesMax}`);
  }
}

function readCategories(root: JsonObject, findings: PlanFindings): DraftCategory[] {
  const list = listAt(root, 'categories', planCategoriesMax, findings);
  if (list === null) findings.note('categoriesMissing', root.place);
  const categories = new Map<string, DraftCategory>();
  for (const entry of objectsIn(list, findings)) {
    noteUnknownFields(entry, categoryFields, 'category', findings);
    const name = textAt(entry, 'name', findings) ?? '';
    const written = textAt(entry, 'color', findings);
    const color = written === null ? null : readColour(written);
    if (written !== null && color === null) {
      findings.note('colourUnreadable', placeInside(entry.place, 'color'));
    }
    if (name === '') findings.note('nameMissing', entry.place, 'category');
    else if (categories.has(name)) findings.note('categoryRepeated', entry.place, name);
    else categories.set(name, { name, color: color ?? pickColour(categories.size), place: entry.place });
  }
  return [...categories.values()];
}

function readZone(zone: JsonObject, zoneIndex: number, reading: Reading): DraftZone {
  const { findings } = reading;
  noteUnknownFields(zone, zoneFields, 'zone', findings);
  const name = textAt(zone, 'name', findings) ?? '';
  if (name === '') findings.note('nameMissing', zone.place, 'zone');
  const origin = pointAt(zone, 'position', findings);
  if (origin === null) findings.note('positionMissing', zone.place, 'zone');
  const corner = origin ?? { x: 0, y: 0 };
  const rowList = listAt(zone, 'rows', planRowsMax, findings);
  const rows = objectsIn(rowList, findings).map((row, rowIndex) =>
    readRow(row, `${zoneIndex}/${rowIndex}`, corner, reading),
  );
  const areas = listAt(zone, 'areas', planShapesMax, findings);
  for (const area of objectsIn(areas, findings)) addDrawing(readArea(area, corner, findings), area, reading);
  return {
    place: zone.place,
    name: name === '' ? `Zone ${zoneIndex + 1}` : name,
    freeSeating: false,
    outline: null,
    rows,
  };
}

function addDrawing(drawing: AreaDrawing | null, area: JsonObject, reading: Reading): void {
  if (drawing === null) return;
  if (reading.shapes.length + reading.standingAreas.length === planShapesMax) {
    reading.findings.fault('tooMany', area.place, `at most ${planShapesMax} areas`);
  }
  if (drawing.standing === null) reading.shapes.push(drawing.shape);
  else reading.standingAreas.push({ ...drawing.standing, outline: drawing.shape });
}

function readRow(row: JsonObject, path: string, zoneOrigin: PlanPoint, reading: Reading): DraftRow {
  const { findings } = reading;
  reading.rows += 1;
  noteUnknownFields(row, rowFields, 'row', findings);
  const number = textAt(row, 'row_number', findings) ?? '';
  const label = applyTemplate(row, 'row_label', number, findings);
  const seatTemplate = textAt(row, 'seat_label', findings);
  const offset = pointAt(row, 'position', findings) ?? { x: 0, y: 0 };
  const origin = { x: zoneOrigin.x + offset.x, y: zoneOrigin.y + offset.y };
  const list = listAt(row, 'seats', planSeatsMax, findings);
  reading.seats += list?.items.length ?? 0;
  if (reading.seats > planSeatsMax) return { place: row.place, label, seats: [] };
  const seats = objectsIn(list, findings).map((seat, index) =>
    readSeat(seat, `${path}/${index}`, origin, seatTemplate, reading),
  );
  return { place: row.place, label, seats };
}

/** pretix names rows and seats by a template: "Box %s" makes "Box 4" of 4. */
function applyTemplate(row: JsonObject, key: string, number: string, findings: PlanFindings): string {
  const template = textAt(row, key, findings) ?? '';
  if (template === '' || template === '%s') return number;
  findings.note('labelTemplateApplied', placeInside(row.place, key), template);
  return fillTemplate(template, number);
}

function fillTemplate(template: string, number: string): string {
  return template
    .replace('%s', () => number)
    .slice(0, planTextCharactersMax)
    .toWellFormed();
}

function readSeat(
  seat: JsonObject,
  pathKey: string,
  origin: PlanPoint,
  template: string | null,
  reading: Reading,
): DraftSeat {
  const { findings } = reading;
  noteUnknownFields(seat, seatFields, 'seat', findings);
  noteGuid(seat, reading);
  const position = requirePoint(seat, 'position', findings);
  numberAt(seat, 'radius', findings);
  const number = textAt(seat, 'seat_number', findings) ?? '';
  const wheelchair = flagAt(seat, 'wheelchair', findings) ?? false;
  const accessible = flagAt(seat, 'accessible', findings) ?? false;
  const category = textAt(seat, 'category', findings) ?? '';
  reading.categoryNames.add(category);
  return {
    place: seat.place,
    ownId: textAt(seat, 'uuid', findings),
    pathKey,
    label: template?.includes('%s') ? fillTemplate(template, number) : number,
    x: origin.x + position.x,
    y: origin.y + position.y,
    category: category === '' ? null : category,
    accessible: wheelchair || accessible,
  };
}

/** The format wants seat_guid to be unique; real files repeat it, so it decides nothing here. */
function noteGuid(seat: JsonObject, reading: Reading): void {
  const guid = textAt(seat, 'seat_guid', reading.findings);
  if (guid === null || guid === '') reading.findings.note('seatGuidMissing', seat.place);
  else if (reading.guids.has(guid)) reading.findings.note('seatGuidRepeated', seat.place);
  else reading.guids.add(guid);
}
