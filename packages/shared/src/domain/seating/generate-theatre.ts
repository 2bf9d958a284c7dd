import { assemblePlan } from './assemble-plan.ts';
import type { DraftRow, DraftSeat, DraftZone } from './draft-plan.ts';
import { rootPlace } from './json-place.ts';
import type { PlanCategory, PlanShape, SeatingPlan, StandingArea } from './plan.ts';
import { PlanFindings } from './plan-findings.ts';

/** Rows of one category, from the stage backwards. */
export type TheatreBand = { readonly category: string; readonly rows: number };

export type TheatreTier = {
  readonly name: string;
  readonly bands: readonly TheatreBand[];
  /** Seats between aisles, from left to right: [7, 14, 7] has two aisles. */
  readonly seatsBetweenAisles: readonly number[];
  /** Places for wheelchairs at each end of the last row. */
  readonly accessibleAtEnds: number;
};

export type TheatreDesign = {
  readonly name: string;
  readonly categories: readonly PlanCategory[];
  readonly tiers: readonly TheatreTier[];
  /** Places of general admission between the stage and the first row; 0 for none. */
  readonly standingPlaces: number;
};

const seatUnits = 22;
const aisleUnits = 44;
const rowUnits = 30;
const tierGapUnits = 70;
const marginUnits = 40;
const stageDepthUnits = 120;
const standingDepthUnits = 140;
/** The rows curve about a point this far in front of the first one. */
const curveUnits = 1_400;

type Frame = { readonly middleX: number; readonly firstRowY: number };

/** Curved rows before a stage, tier behind tier; the size follows from the widest row. */
export function generateTheatre(design: TheatreDesign): SeatingPlan {
  const widest = Math.max(...design.tiers.map((tier) => rowWidth(tier.seatsBetweenAisles)));
  const width = widest + 2 * marginUnits;
  const middleX = width / 2;
  const sagUnits = curveUnits - Math.sqrt(Math.max(0, curveUnits ** 2 - (widest / 2) ** 2));
  const standing = design.standingPlaces > 0 ? [makeFloor(design, middleX, widest)] : [];
  let y = marginUnits + stageDepthUnits + 60 + sagUnits + standing.length * standingDepthUnits;
  const zones: DraftZone[] = [];
  for (const [zoneIndex, tier] of design.tiers.entries()) {
    const rows = tier.bands.reduce((sum, band) => sum + band.rows, 0);
    zones.push(makeTier(tier, zoneIndex, rows, { middleX, firstRowY: y }));
    y += rows * rowUnits + tierGapUnits;
  }
  return assemblePlan(
    {
      place: rootPlace,
      name: design.name,
      size: { width, height: y - tierGapUnits + marginUnits },
      zones,
      shapes: [makeStage(middleX, widest)],
      standingAreas: standing,
      categories: design.categories.map((category) => ({ ...category, place: rootPlace })),
      seatOrder: 'asListed',
    },
    new PlanFindings(),
  );
}

/** A, B, … without I and O, which read as 1 and 0; then AA, AB, … */
export function letterRow(index: number): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
  const last = letters[index % letters.length] ?? '';
  return index < letters.length ? last : letterRow(Math.floor(index / letters.length) - 1) + last;
}

function makeTier(tier: TheatreTier, zoneIndex: number, rowCount: number, frame: Frame): DraftZone {
  const rows: DraftRow[] = [];
  for (const band of tier.bands) {
    for (let index = 0; index < band.rows; index += 1) {
      const isLast = rows.length === rowCount - 1;
      rows.push(makeRow(tier, band.category, zoneIndex, rows.length, isLast, frame));
    }
  }
  return { place: rootPlace, name: tier.name, freeSeating: false, outline: null, rows };
}

function makeRow(
  tier: TheatreTier,
  category: string,
  zoneIndex: number,
  rowIndex: number,
  isLast: boolean,
  frame: Frame,
): DraftRow {
  const offsets = seatOffsets(tier.seatsBetweenAisles);
  const radius = curveUnits + rowIndex * rowUnits;
  const seats = offsets.map((offset, index): DraftSeat => {
    const angle = offset / radius;
    const fromEnd = Math.min(index, offsets.length - 1 - index);
    return {
      place: rootPlace,
      ownId: `seat-${zoneIndex}-${rowIndex}-${index}`,
      pathKey: `${zoneIndex}/${rowIndex}/${index}`,
      label: String(index + 1),
      x: frame.middleX + radius * Math.sin(angle),
      y: frame.firstRowY + rowIndex * rowUnits - radius * (1 - Math.cos(angle)),
      category,
      accessible: isLast && fromEnd < tier.accessibleAtEnds,
    };
  });
  return { place: rootPlace, label: letterRow(rowIndex), seats };
}

/** Along the row, from its middle. */
function seatOffsets(seatsBetweenAisles: readonly number[]): number[] {
  const offsets: number[] = [];
  let at = -rowWidth(seatsBetweenAisles) / 2;
  for (const seats of seatsBetweenAisles) {
    for (let index = 0; index < seats; index += 1) offsets.push(at + index * seatUnits);
    at += (seats - 1) * seatUnits + aisleUnits;
  }
  return offsets;
}

/** From the first seat's middle to the last one's. */
function rowWidth(seatsBetweenAisles: readonly number[]): number {
  const seats = seatsBetweenAisles.reduce((sum, count) => sum + (count - 1) * seatUnits, 0);
  return seats + (seatsBetweenAisles.length - 1) * aisleUnits;
}

function makeStage(middleX: number, widest: number): PlanShape {
  return {
    kind: 'rectangle',
    role: 'stage',
    x: middleX,
    y: marginUnits + stageDepthUnits / 2,
    width: Math.round(widest * 0.6),
    height: stageDepthUnits,
    rotation: 0,
    fill: '#D9D9D9',
    stroke: '#6B6B6B',
    text: 'Stage',
  };
}

function makeFloor(design: TheatreDesign, middleX: number, widest: number): StandingArea {
  return {
    name: 'Standing',
    places: design.standingPlaces,
    category: 'Standing',
    outline: {
      kind: 'rectangle',
      role: 'decor',
      x: middleX,
      y: marginUnits + stageDepthUnits + 20 + standingDepthUnits / 2,
      width: Math.round(widest * 0.6),
      height: standingDepthUnits,
      rotation: 0,
      fill: '#EFEFEF',
      stroke: '#6B6B6B',
      text: 'Standing',
    },
  };
}
