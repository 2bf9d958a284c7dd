import { assemblePlan } from './assemble-plan.ts';
import type { DraftRow, DraftSeat, DraftZone } from './draft-plan.ts';
import { rootPlace } from './json-place.ts';
import {
  type PlanCategory,
  type PlanPoint,
  roundUnits,
  type SeatingPlan,
  type StandingArea,
} from './plan.ts';
import { PlanFindings } from './plan-findings.ts';

export type ArenaDesign = {
  readonly name: string;
  /** Exactly so many, at least 100. */
  readonly seats: number;
  /** Places of general admission on the floor; 0 for none. */
  readonly standingPlaces: number;
};

// At 40,000 seats; a smaller arena shrinks by the square root of its share. A unit is 2.5 cm.
const fullSeats = 40_000;
const floorRadii = { x: 2_600, y: 1_900 } as const;
const lowerBlocksFull = 32;
const upperBlocksFull = 40;
const blocksMin = 4;
const lowerShare = 0.4;
const seatUnits = 20;
const blockGapUnits = 60;
const rowUnits = 32;
const tierGapUnits = 160;
const marginUnits = 100;
const arcSamples = 1_440;

const categories: readonly PlanCategory[] = [
  { name: 'Lower tier front', color: '#0072B2' },
  { name: 'Lower tier', color: '#56B4E9' },
  { name: 'Upper tier', color: '#009E73' },
];
const standingCategory: PlanCategory = { name: 'Standing', color: '#E69F00' };
const frontRows = 6;

type Tier = {
  readonly firstZone: number;
  readonly firstBlock: number;
  readonly seats: number;
  readonly blocks: number;
  readonly radii: PlanPoint;
  readonly categoryOf: (rowIndex: number) => string;
};

/** Two rings of blocks on ellipses about a floor, in equal arcs; the last row of a tier takes what is left over. */
export function generateArena(design: ArenaDesign): SeatingPlan {
  const scale = Math.sqrt(design.seats / fullSeats);
  const floor = { x: floorRadii.x * scale, y: floorRadii.y * scale };
  const lowerSeats = Math.round(design.seats * lowerShare);
  const lower = planTier({
    firstZone: 0,
    firstBlock: 101,
    seats: lowerSeats,
    blocks: Math.max(blocksMin, Math.round(lowerBlocksFull * scale)),
    radii: floor,
    categoryOf: (rowIndex) => (rowIndex < frontRows ? 'Lower tier front' : 'Lower tier'),
  });
  const reach = lower.rows * rowUnits + tierGapUnits;
  const upper = planTier({
    firstZone: lower.zones.length,
    firstBlock: 201,
    seats: design.seats - lowerSeats,
    blocks: Math.max(blocksMin, Math.round(upperBlocksFull * scale)),
    radii: { x: floor.x + reach, y: floor.y + reach },
    categoryOf: () => 'Upper tier',
  });
  const outer = reach + upper.rows * rowUnits + marginUnits;
  const centre = { x: floor.x + outer, y: floor.y + outer };
  const standingAreas = design.standingPlaces > 0 ? [makeFloor(design.standingPlaces, centre, floor)] : [];
  return assemblePlan(
    {
      place: rootPlace,
      name: design.name,
      size: { width: 2 * centre.x, height: 2 * centre.y },
      zones: [...lower.zones, ...upper.zones].map((zone) => moveZone(zone, centre)),
      shapes: [makeStage(centre, floor)],
      standingAreas,
      categories: [...categories, ...(standingAreas.length > 0 ? [standingCategory] : [])].map(
        (category) => ({
          ...category,
          place: rootPlace,
        }),
      ),
      seatOrder: 'asListed',
    },
    new PlanFindings(),
  );
}

/** Blocks about the origin, and how many rows they needed. */
function planTier(tier: Tier): { zones: DraftZone[]; rows: number } {
  const zones = Array.from(
    { length: tier.blocks },
    (_, block): DraftZone => ({
      place: rootPlace,
      name: `Block ${tier.firstBlock + block}`,
      freeSeating: false,
      outline: null,
      rows: [],
    }),
  );
  let left = tier.seats;
  let rows = 0;
  for (; left > 0; rows += 1) {
    const ring = measureRing(tier.radii.x + rows * rowUnits, tier.radii.y + rows * rowUnits);
    const room = Math.max(1, Math.floor((ring.length / tier.blocks - blockGapUnits) / seatUnits) + 1);
    const taken = Math.min(left, room * tier.blocks);
    for (const [block, zone] of zones.entries()) {
      const seats = Math.floor(taken / tier.blocks) + (block < taken % tier.blocks ? 1 : 0);
      zone.rows.push(makeRow(tier, block, rows, seats, ring));
    }
    left -= taken;
  }
  return { zones, rows };
}

function makeRow(tier: Tier, block: number, rowIndex: number, count: number, ring: Ring): DraftRow {
  const middle = ((block + 0.5) / tier.blocks) * ring.length;
  const zoneIndex = tier.firstZone + block;
  const seats = Array.from({ length: count }, (_, index): DraftSeat => {
    const point = ring.pointAt(middle + (index - (count - 1) / 2) * seatUnits);
    return {
      place: rootPlace,
      ownId: `seat-${zoneIndex}-${rowIndex}-${index}`,
      pathKey: `${zoneIndex}/${rowIndex}/${index}`,
      label: String(index + 1),
      x: point.x,
      y: point.y,
      category: tier.categoryOf(rowIndex),
      // Level access is from the front walkway: two places at one end of a front row.
      accessible: rowIndex === 0 && index < 2,
    };
  });
  return { place: rootPlace, label: String(rowIndex + 1), seats };
}

type Ring = { readonly length: number; readonly pointAt: (arcUnits: number) => PlanPoint };

/** Arc lengths of an ellipse have no closed form: a table of chords, read by interpolation. */
function measureRing(radiusX: number, radiusY: number): Ring {
  const onAngle = (step: number): PlanPoint => {
    const angle = (step / arcSamples) * 2 * Math.PI - Math.PI / 2;
    return { x: radiusX * Math.cos(angle), y: radiusY * Math.sin(angle) };
  };
  const reached = [0];
  for (let step = 1; step <= arcSamples; step += 1) {
    const [from, to] = [onAngle(step - 1), onAngle(step)];
    reached.push((reached[step - 1] ?? 0) + Math.hypot(to.x - from.x, to.y - from.y));
  }
  const length = reached[arcSamples] ?? 0;
  const pointAt = (arcUnits: number): PlanPoint => {
    const wanted = ((arcUnits % length) + length) % length;
    let [low, high] = [0, arcSamples];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((reached[middle] ?? 0) <= wanted) low = middle;
      else high = middle;
    }
    const [from, to] = [reached[low] ?? 0, reached[high] ?? 0];
    return onAngle(low + (wanted - from) / (to - from));
  };
  return { length, pointAt };
}

function moveZone(zone: DraftZone, by: PlanPoint): DraftZone {
  const rows = zone.rows.map((row) => ({
    ...row,
    seats: row.seats.map((seat) => ({ ...seat, x: seat.x + by.x, y: seat.y + by.y })),
  }));
  return { ...zone, rows };
}

function makeStage(centre: PlanPoint, floor: PlanPoint): SeatingPlan['shapes'][number] {
  return {
    kind: 'rectangle',
    role: 'stage',
    x: roundUnits(centre.x - floor.x * 0.6),
    y: roundUnits(centre.y),
    width: roundUnits(floor.x * 0.3),
    height: roundUnits(floor.y * 0.8),
    rotation: 0,
    fill: '#D9D9D9',
    stroke: '#6B6B6B',
    text: 'Stage',
  };
}

function makeFloor(places: number, centre: PlanPoint, floor: PlanPoint): StandingArea {
  return {
    name: 'Standing',
    places,
    category: standingCategory.name,
    outline: {
      kind: 'ellipse',
      role: 'decor',
      x: roundUnits(centre.x),
      y: roundUnits(centre.y),
      radiusX: roundUnits(floor.x * 0.9),
      radiusY: roundUnits(floor.y * 0.9),
      rotation: 0,
      fill: '#EFEFEF',
      stroke: '#6B6B6B',
      text: 'Standing',
    },
  };
}
