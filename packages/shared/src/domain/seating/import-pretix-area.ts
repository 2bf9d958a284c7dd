import { placeInside } from './json-place.ts';
import { type PlanColour, type PlanPoint, type PlanShape, roundUnits, type StandingArea } from './plan.ts';
import type { PlanFindings } from './plan-findings.ts';
import { standingPlacesMax } from './plan-limits.ts';
import { readColour } from './read-colour.ts';
import {
  type JsonObject,
  noteUnknownFields,
  numberAt,
  objectAt,
  pointAt,
  pointsAt,
  requireExtent,
  requireNumber,
  requireObject,
  textAt,
  valueAt,
} from './read-fields.ts';

/** An area of a pretix zone; ours may say in `standing` that it is general admission. */
export type AreaDrawing = {
  readonly shape: PlanShape;
  readonly standing: Pick<StandingArea, 'name' | 'places' | 'category'> | null;
};

const areaFields = new Set([
  'shape',
  'color',
  'border_color',
  'rotation',
  'uuid',
  'position',
  'text',
  'rectangle',
  'circle',
  'ellipse',
  'polygon',
  'standing',
]);
const textUnitsDefault = 16;
const stagePattern = /\b(stage|bühne|scène|scena|podium)\b/iu;

type Look = Omit<PlanShape & { kind: 'text' }, 'kind' | 'size'>;

/** `corner` is the zone's position, which the area's is relative to. Null for a kind that cannot be drawn. */
export function readArea(area: JsonObject, corner: PlanPoint, findings: PlanFindings): AreaDrawing | null {
  noteUnknownFields(area, areaFields, 'area', findings);
  const offset = pointAt(area, 'position', findings);
  if (offset === null) findings.note('positionMissing', area.place, 'area');
  const text = objectAt(area, 'text', findings);
  const label = text === null ? '' : (textAt(text, 'text', findings) ?? '');
  const look: Look = {
    role: stagePattern.test(label) ? 'stage' : 'decor',
    fill: colourAt(area, 'color', findings),
    stroke: colourAt(area, 'border_color', findings),
    rotation: numberAt(area, 'rotation', findings) ?? 0,
    text: label,
    x: roundUnits(corner.x + (offset?.x ?? 0)),
    y: roundUnits(corner.y + (offset?.y ?? 0)),
  };
  const shape = readShape(area, look, text, findings);
  const standing = objectAt(area, 'standing', findings);
  return shape && { shape, standing: standing && readStanding(standing, findings) };
}

function readShape(
  area: JsonObject,
  look: Look,
  text: JsonObject | null,
  findings: PlanFindings,
): PlanShape | null {
  const kind = textAt(area, 'shape', findings);
  if (kind === 'rectangle') return readRectangle(area, look, findings);
  if (kind === 'circle' || kind === 'ellipse') return readRound(area, kind, look, findings);
  if (kind === 'polygon') return readPolygon(area, look, findings);
  if (kind === 'text') {
    const size = text === null ? null : numberAt(text, 'size', findings);
    return { ...look, kind: 'text', size: size !== null && size > 0 ? size : textUnitsDefault };
  }
  findings.note('shapeUnknown', area.place, kind ?? 'none');
  return null;
}

/** pretix places a rectangle by its corner and turns it about that; ours is placed and turned by its centre. */
function readRectangle(area: JsonObject, look: Look, findings: PlanFindings): PlanShape | null {
  const box = requireObject(area, 'rectangle', findings);
  if (box === null) return null;
  const width = requireExtent(box, 'width', findings);
  const height = requireExtent(box, 'height', findings);
  const half = turn({ x: width / 2, y: height / 2 }, look.rotation);
  const [x, y] = [roundUnits(look.x + half.x), roundUnits(look.y + half.y)];
  return { ...look, kind: 'rectangle', x, y, width: roundUnits(width), height: roundUnits(height) };
}

function readRound(
  area: JsonObject,
  kind: 'circle' | 'ellipse',
  look: Look,
  findings: PlanFindings,
): PlanShape | null {
  const round = requireObject(area, kind, findings);
  if (round === null) return null;
  if (kind === 'circle') {
    const radius = roundUnits(requireExtent(round, 'radius', findings));
    return { ...look, kind: 'ellipse', radiusX: radius, radiusY: radius };
  }
  const radius = requireObject(round, 'radius', findings);
  if (radius === null) return null;
  const [radiusX, radiusY] = [requireExtent(radius, 'x', findings), requireExtent(radius, 'y', findings)];
  return { ...look, kind: 'ellipse', radiusX: roundUnits(radiusX), radiusY: roundUnits(radiusY) };
}

function readPolygon(area: JsonObject, look: Look, findings: PlanFindings): PlanShape | null {
  const polygon = requireObject(area, 'polygon', findings);
  const points = polygon && pointsAt(polygon, 'points', findings);
  if (polygon !== null && points === null) findings.fault('missing', placeInside(polygon.place, 'points'));
  if (points === null) return null;
  const placed = points.map((point) => {
    const turned = turn(point, look.rotation);
    return { x: roundUnits(look.x + turned.x), y: roundUnits(look.y + turned.y) };
  });
  return { ...look, kind: 'polygon', rotation: 0, points: placed };
}

function readStanding(standing: JsonObject, findings: PlanFindings): AreaDrawing['standing'] {
  const places = requireNumber(standing, 'places', findings);
  if (!Number.isInteger(places) || places < 1 || places > standingPlacesMax) {
    findings.fault('outOfRange', placeInside(standing.place, 'places'), `1 to ${standingPlacesMax}, whole`);
  }
  const name = textAt(standing, 'name', findings) || 'Standing';
  return { name, places, category: textAt(standing, 'category', findings) || name };
}

function colourAt(area: JsonObject, key: string, findings: PlanFindings): PlanColour | null {
  const written = valueAt(area, key) === '' ? null : textAt(area, key, findings);
  const colour = written === null ? null : readColour(written);
  if (written !== null && colour === null) findings.note('colourUnreadable', placeInside(area.place, key));
  return colour;
}

/** Degrees clockwise, y downwards. */
function turn(point: PlanPoint, degrees: number): PlanPoint {
  const angle = (degrees * Math.PI) / 180;
  return {
    x: point.x * Math.cos(angle) - point.y * Math.sin(angle),
    y: point.x * Math.sin(angle) + point.y * Math.cos(angle),
  };
}
