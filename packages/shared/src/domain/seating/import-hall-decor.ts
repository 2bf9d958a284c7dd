import { type PlanPoint, type PlanShape, roundUnits } from './plan.ts';
import type { PlanFindings } from './plan-findings.ts';
import { readColour } from './read-colour.ts';
import {
  type JsonObject,
  noteUnknownFields,
  numberAt,
  objectAt,
  requireExtent,
  requireNumber,
  textAt,
} from './read-fields.ts';

const stageFields = new Set(['type', 'x', 'y', 'objectId', 'width', 'height', 'angle', 'attrs', 'hidden']);
const writingFields = new Set(['type', 'x', 'y', 'objectId', 'text', 'angle', 'attrs', 'hidden']);
const textUnitsDefault = 16;

/** The stage of a hall scheme; its (x, y) is the centre. */
export function readStage(object: JsonObject, origin: PlanPoint, findings: PlanFindings): PlanShape {
  noteUnknownFields(object, stageFields, 'stage', findings);
  return {
    kind: 'rectangle',
    role: 'stage',
    ...placeOf(object, origin, findings),
    width: roundUnits(requireExtent(object, 'width', findings)),
    height: roundUnits(requireExtent(object, 'height', findings)),
    rotation: numberAt(object, 'angle', findings) ?? 0,
    fill: null,
    stroke: null,
    text: '',
  };
}

export function readWriting(object: JsonObject, origin: PlanPoint, findings: PlanFindings): PlanShape {
  noteUnknownFields(object, writingFields, 'text', findings);
  const attrs = objectAt(object, 'attrs', findings);
  const size = attrs && numberAt(attrs, 'font-size', findings);
  const fill = attrs && textAt(attrs, 'fill', findings);
  return {
    kind: 'text',
    role: 'decor',
    ...placeOf(object, origin, findings),
    rotation: numberAt(object, 'angle', findings) ?? 0,
    fill: fill === null ? null : readColour(fill),
    stroke: null,
    text: textAt(object, 'text', findings) ?? '',
    size: size !== null && size > 0 ? size : textUnitsDefault,
  };
}

function placeOf(object: JsonObject, origin: PlanPoint, findings: PlanFindings): PlanPoint {
  return {
    x: roundUnits(requireNumber(object, 'x', findings) - origin.x),
    y: roundUnits(requireNumber(object, 'y', findings) - origin.y),
  };
}
