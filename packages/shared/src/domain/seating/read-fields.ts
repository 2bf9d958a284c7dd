import { type Place, placeInside } from './json-place.ts';
import type { PlanPoint } from './plan.ts';
import type { PlanFindings } from './plan-findings.ts';
import { coordinateUnitsMax, planTextCharactersMax, shapePointsMax } from './plan-limits.ts';

/**
 * Readers of foreign JSON. Each returns null where the field is absent (or null), the value where it can be
 * read, and a harmless stand-in after noting a fault, so that one pass finds every fault. Only own properties
 * count: `__proto__` in a file is just another unknown field.
 */
export type JsonObject = { readonly fields: Readonly<Record<string, unknown>>; readonly place: Place };
export type JsonList = { readonly items: readonly unknown[]; readonly place: Place };

const numberTextPattern = /^[+-]?\d{1,15}(\.\d{1,15})?$/;
// What breaks a line of a table, a log or a label: controls, line separators, and overrides of text direction.
const controlPattern = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

export function asObject(value: unknown, place: Place, findings: PlanFindings): JsonObject | null {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { fields: value as Record<string, unknown>, place };
  }
  findings.fault('wrongType', place, `an object was expected, found ${nameType(value)}`);
  return null;
}

export function valueAt(source: JsonObject, key: string): unknown {
  return Object.hasOwn(source.fields, key) ? source.fields[key] : undefined;
}

export function objectAt(source: JsonObject, key: string, findings: PlanFindings): JsonObject | null {
  const value = valueAt(source, key);
  return value === undefined || value === null
    ? null
    : asObject(value, placeInside(source.place, key), findings);
}

/** Absence is a fault; so is another type, but only the one. */
export function requireObject(source: JsonObject, key: string, findings: PlanFindings): JsonObject | null {
  if ((valueAt(source, key) ?? null) === null) findings.fault('missing', placeInside(source.place, key));
  return objectAt(source, key, findings);
}

/** A list over `itemsMax` is one fault; its items are not looked at. */
export function listAt(
  source: JsonObject,
  key: string,
  itemsMax: number,
  findings: PlanFindings,
): JsonList | null {
  const value = valueAt(source, key);
  if (value === undefined || value === null) return null;
  const place = placeInside(source.place, key);
  if (!Array.isArray(value)) {
    findings.fault('wrongType', place, `a list was expected, found ${nameType(value)}`);
    return { items: [], place };
  }
  if (value.length > itemsMax) {
    findings.fault('tooMany', place, `${value.length} items, at most ${itemsMax}`);
    return { items: [], place };
  }
  return { items: value, place };
}

/** Trimmed, well-formed, one line. */
export function textAt(source: JsonObject, key: string, findings: PlanFindings): string | null {
  const value = valueAt(source, key);
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isFinite(value)) {
    findings.note('textAsNumber', placeInside(source.place, key), key);
    return String(value);
  }
  if (typeof value !== 'string') {
    findings.fault(
      'wrongType',
      placeInside(source.place, key),
      `a text was expected, found ${nameType(value)}`,
    );
    return '';
  }
  if (value.length > planTextCharactersMax) {
    findings.fault(
      'textTooLong',
      placeInside(source.place, key),
      `${value.length} characters, at most ${planTextCharactersMax}`,
    );
    return '';
  }
  const clean = value.toWellFormed().replace(controlPattern, ' ');
  if (clean !== value) findings.note('controlCharacters', placeInside(source.place, key));
  return clean.trim();
}

/** A finite number within ±`coordinateUnitsMax`. */
export function numberAt(source: JsonObject, key: string, findings: PlanFindings): number | null {
  const value = valueAt(source, key);
  if (value === undefined || value === null) return null;
  let number = value;
  if (typeof value === 'string' && numberTextPattern.test(value)) {
    findings.note('numberAsText', placeInside(source.place, key), key);
    number = Number(value);
  }
  if (typeof number !== 'number') {
    findings.fault(
      'wrongType',
      placeInside(source.place, key),
      `a number was expected, found ${nameType(value)}`,
    );
    return 0;
  }
  if (!Number.isFinite(number)) {
    findings.fault('notFinite', placeInside(source.place, key), String(number));
    return 0;
  }
  if (Math.abs(number) > coordinateUnitsMax) {
    findings.fault('outOfRange', placeInside(source.place, key), `at most ±${coordinateUnitsMax}`);
    return 0;
  }
  return number;
}

export function requireNumber(source: JsonObject, key: string, findings: PlanFindings): number {
  const number = numberAt(source, key, findings);
  if (number === null) findings.fault('missing', placeInside(source.place, key));
  return number ?? 0;
}

/** A width or height: above zero. */
export function requireExtent(source: JsonObject, key: string, findings: PlanFindings): number {
  const faultsBefore = findings.faults.length;
  const number = requireNumber(source, key, findings);
  if (number <= 0 && findings.faults.length === faultsBefore) {
    findings.fault('outOfRange', placeInside(source.place, key), 'more than 0');
  }
  return number;
}

export function flagAt(source: JsonObject, key: string, findings: PlanFindings): boolean | null {
  const value = valueAt(source, key);
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value;
  const place = placeInside(source.place, key);
  if (value === 'true' || value === 1 || value === 'false' || value === 0) {
    findings.note('flagAsText', place, key);
    return value === 'true' || value === 1;
  }
  findings.fault('wrongType', place, `true or false was expected, found ${nameType(value)}`);
  return false;
}

export function pointAt(source: JsonObject, key: string, findings: PlanFindings): PlanPoint | null {
  const point = objectAt(source, key, findings);
  return point && readPoint(point, findings);
}

export function requirePoint(source: JsonObject, key: string, findings: PlanFindings): PlanPoint {
  const point = requireObject(source, key, findings);
  return point === null ? { x: 0, y: 0 } : readPoint(point, findings);
}

export function pointsAt(source: JsonObject, key: string, findings: PlanFindings): PlanPoint[] | null {
  const list = listAt(source, key, shapePointsMax, findings);
  if (list === null) return null;
  return objectsIn(list, findings).map((point) => readPoint(point, findings));
}

function readPoint(point: JsonObject, findings: PlanFindings): PlanPoint {
  return { x: requireNumber(point, 'x', findings), y: requireNumber(point, 'y', findings) };
}

/** The objects of a list; anything else in it is a fault. */
export function objectsIn(list: JsonList | null, findings: PlanFindings): JsonObject[] {
  if (list === null) return [];
  const objects: JsonObject[] = [];
  for (const [index, item] of list.items.entries()) {
    const object = asObject(item, placeInside(list.place, index), findings);
    if (object !== null) objects.push(object);
  }
  return objects;
}

/** `what` names the kind of object, so that a report tells a zone's field from a seat's. */
export function noteUnknownFields(
  source: JsonObject,
  known: ReadonlySet<string>,
  what: string,
  findings: PlanFindings,
): void {
  for (const key of Object.keys(source.fields)) {
    if (!known.has(key)) {
      findings.note('unknownField', placeInside(source.place, key), `${what}.${key.slice(0, 80)}`);
    }
  }
}

export function nameType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'text';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
