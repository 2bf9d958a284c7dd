import type { DraftCategory, DraftPlan, DraftSeat, DraftZone } from './draft-plan.ts';
import { readStage, readWriting } from './import-hall-decor.ts';
import { placeInside } from './json-place.ts';
import { type PlanPoint, type PlanShape, roundUnits } from './plan.ts';
import type { PlanFindings } from './plan-findings.ts';
import {
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
  objectsIn,
  pointsAt,
  requireExtent,
  requireNumber,
  requireObject,
  textAt,
  valueAt,
} from './read-fields.ts';

/**
 * The hall scheme: one flat list of objects (sections, seats, a stage, texts) in absolute coordinates whose
 * corner is (offsetX, offsetY). Seats come in no order and name their section, row and number; there are no
 * categories, so each section suggests one.
 */
const schemeFields = new Set(['type', 'name', 'offsetX', 'offsetY', 'width', 'height', 'objects']);
const sectionFields = new Set([
  'type',
  'objectId',
  'hidden',
  'name',
  'freeSeating',
  'fill',
  'sectionId',
  'points',
]);
const seatFields = new Set(['type', 'x', 'y', 'objectId', 'attrs']);
const seatAttrs = new Set(['sectionId', 'section', 'row', 'seat', 'wheelchair', 'accessible']);

type Row = {
  readonly path: string;
  readonly label: string;
  readonly first: JsonObject;
  readonly seats: DraftSeat[];
};
type Section = {
  readonly index: number;
  readonly source: JsonObject;
  readonly name: string;
  readonly freeSeating: boolean;
  readonly outline: readonly PlanPoint[] | null;
  readonly color: string | null;
  readonly rows: Map<string, Row>;
};
type Hall = {
  readonly findings: PlanFindings;
  readonly origin: PlanPoint;
  readonly sections: Section[];
  readonly byId: Map<string, Section>;
  /** For seats and sections that carry no id. */
  readonly byName: Map<string, Section>;
  readonly shapes: PlanShape[];
};

export function readHallScheme(root: JsonObject, fallbackName: string, findings: PlanFindings): DraftPlan {
  noteUnknownFields(root, schemeFields, 'scheme', findings);
  const hall: Hall = {
    findings,
    origin: { x: numberAt(root, 'offsetX', findings) ?? 0, y: numberAt(root, 'offsetY', findings) ?? 0 },
    sections: [],
    byId: new Map(),
    byName: new Map(),
    shapes: [],
  };
  const objectsMax = planSeatsMax + planZonesMax + planShapesMax;
  const objects = objectsIn(listAt(root, 'objects', objectsMax, findings), findings);
  const typed = objects.map((object) => ({ object, type: textAt(object, 'type', findings) }));
  // Sections first: a seat may stand before its section in the list.
  for (const { object, type } of typed) if (type === 'section') addSection(object, hall);
  const seats = typed.filter(({ type }) => type === 'seat');
  const place = placeInside(root.place, 'objects');
  if (seats.length > planSeatsMax) {
    findings.fault('tooManySeats', place, `${seats.length}, at most ${planSeatsMax}`);
  } else {
    for (const { object } of seats) addSeat(object, hall);
  }
  if (seats.length === 0 && !findings.isUnread('/objects')) findings.fault('noSeats', place);
  for (const { object, type } of typed) addDecor(object, type, hall);
  checkLimits(hall, root);
  findings.note('categoriesFromSections', root.place);
  const name = textAt(root, 'name', findings) ?? '';
  if (name === '') findings.note('nameMissing', placeInside(root.place, 'name'));
  return {
    place: root.place,
    name: name === '' ? fallbackName : name,
    size: readSize(root, findings),
    zones: hall.sections.map(finishSection),
    shapes: hall.shapes,
    standingAreas: [],
    categories: suggestCategories(hall.sections),
    seatOrder: 'byNumber',
  };
}

function readSize(root: JsonObject, findings: PlanFindings): DraftPlan['size'] {
  if (valueAt(root, 'width') === undefined || valueAt(root, 'height') === undefined) return null;
  return { width: requireExtent(root, 'width', findings), height: requireExtent(root, 'height', findings) };
}

function checkLimits(hall: Hall, root: JsonObject): void {
  const place = placeInside(root.place, 'objects');
  const rows = hall.sections.reduce((sum, section) => sum + section.rows.size, 0);
  const counts = [
    ['sections', hall.sections.length, planZonesMax],
    ['rows', rows, planRowsMax],
    ['shapes', hall.shapes.length, planShapesMax],
  ] as const;
  for (const [what, count, max] of counts) {
    if (count > max) hall.findings.fault('tooMany', place, `${count} ${what}, at most ${max}`);
  }
}

function addSection(object: JsonObject, hall: Hall): void {
  const { findings } = hall;
  noteUnknownFields(object, sectionFields, 'section', findings);
  const id = textOrNumberAt(object, 'sectionId', findings);
  const name = textAt(object, 'name', findings) ?? '';
  const points = pointsAt(object, 'points', findings);
  const fill = textAt(object, 'fill', findings);
  const color = fill === null ? null : readColour(fill);
  if (fill !== null && color === null) findings.note('colourUnreadable', placeInside(object.place, 'fill'));
  const freeSeating = flagAt(object, 'freeSeating', findings) ?? false;
  flagAt(object, 'hidden', findings);
  if (freeSeating) findings.note('freeSeatingSection', object.place, name);
  if (id === '' ? hall.byName.has(name) : hall.byId.has(id)) {
    findings.note('sectionRepeated', object.place, name);
    return;
  }
  if (name === '') findings.note('nameMissing', object.place, 'section');
  const outline = points?.map((point) => shift(point, hall.origin)) ?? null;
  enterSection({ source: object, freeSeating, outline, color }, id, name, hall);
}

function enterSection(
  known: Pick<Section, 'source' | 'freeSeating' | 'outline' | 'color'>,
  id: string,
  name: string,
  hall: Hall,
): Section {
  const index = hall.sections.length;
  const madeUp = `Section ${id === '' ? index + 1 : id}`.slice(0, planTextCharactersMax).toWellFormed();
  const section: Section = { ...known, index, name: name === '' ? madeUp : name, rows: new Map() };
  hall.sections.push(section);
  if (id !== '') hall.byId.set(id, section);
  if (!hall.byName.has(name)) hall.byName.set(name, section);
  return section;
}

function addSeat(object: JsonObject, hall: Hall): void {
  const { findings } = hall;
  noteUnknownFields(object, seatFields, 'seat', findings);
  const x = requireNumber(object, 'x', findings);
  const y = requireNumber(object, 'y', findings);
  const id = textOrNumberAt(object, 'objectId', findings);
  const attrs = requireObject(object, 'attrs', findings);
  if (attrs === null) return;
  noteUnknownFields(attrs, seatAttrs, 'seat.attrs', findings);
  const section = findSection(attrs, object, hall);
  const label = textOrNumberAt(attrs, 'row', findings);
  const path = `${section.index}/${section.rows.size}`;
  const row = section.rows.get(label) ?? { path, label, first: object, seats: [] };
  section.rows.set(label, row);
  const wheelchair = flagAt(attrs, 'wheelchair', findings) ?? false;
  const accessible = flagAt(attrs, 'accessible', findings) ?? false;
  row.seats.push({
    place: object.place,
    ownId: id === '' ? null : `object-${id}`,
    pathKey: `${row.path}/${row.seats.length}`,
    label: textOrNumberAt(attrs, 'seat', findings),
    x: x - hall.origin.x,
    y: y - hall.origin.y,
    category: section.name,
    accessible: wheelchair || accessible,
  });
}

/** By id, and by name only where the seat has no id: two sections may well share a name. */
function findSection(attrs: JsonObject, seat: JsonObject, hall: Hall): Section {
  const { findings } = hall;
  const id = textOrNumberAt(attrs, 'sectionId', findings);
  const name = textAt(attrs, 'section', findings) ?? '';
  const known = id === '' ? hall.byName.get(name) : hall.byId.get(id);
  if (known === undefined) {
    findings.note('sectionUnknown', seat.place, name === '' ? id : name);
    return enterSection({ source: seat, freeSeating: false, outline: null, color: null }, id, name, hall);
  }
  if (name !== '' && name !== known.name) findings.note('sectionNameDiffers', seat.place, name);
  return known;
}

function addDecor(object: JsonObject, type: string | null, hall: Hall): void {
  if (type === 'section' || type === 'seat' || flagAt(object, 'hidden', hall.findings) === true) return;
  if (type === 'stage') hall.shapes.push(readStage(object, hall.origin, hall.findings));
  else if (type === 'text') hall.shapes.push(readWriting(object, hall.origin, hall.findings));
  else hall.findings.note('shapeUnknown', object.place, type ?? 'none');
}

/** Rows in the order of their numbers where all have one, else as they first appear. */
function finishSection(section: Section): DraftZone {
  const rows = [...section.rows.values()];
  const numbered = rows.every((row) => /^\d{1,9}$/.test(row.label));
  if (numbered) rows.sort((a, b) => Number(a.label) - Number(b.label));
  return {
    place: section.source.place,
    name: section.name,
    freeSeating: section.freeSeating,
    outline: section.outline,
    rows: rows.map((row) => ({ place: row.first.place, label: row.label, seats: row.seats })),
  };
}

/** Sections of one fill colour would look alike on the map, so only a colour of its own is kept, made opaque. */
function suggestCategories(sections: readonly Section[]): DraftCategory[] {
  const categories = new Map<string, DraftCategory>();
  const taken = new Set<string>();
  for (const { name, color, source } of sections) {
    if (categories.has(name)) continue;
    const fill = color?.startsWith('#') && color.length === 9 ? color.slice(0, 7) : color;
    const own = fill !== null && !taken.has(fill) ? fill : pickColour(categories.size);
    taken.add(own);
    categories.set(name, { name, color: own, place: source.place });
  }
  return [...categories.values()];
}

function shift(point: PlanPoint, origin: PlanPoint): PlanPoint {
  return { x: roundUnits(point.x - origin.x), y: roundUnits(point.y - origin.y) };
}

/** Ids and labels are numbers or texts in this format; neither is odd. */
function textOrNumberAt(source: JsonObject, key: string, findings: PlanFindings): string {
  const value = valueAt(source, key);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return textAt(source, key, findings) ?? '';
}
