/**
 * Puts the seats of a row in order from neighbour to neighbour and finds its aisles, from distances alone:
 * formats do not say where an aisle is, and numbers run odd–even, from the middle, or with holes.
 */
type Spot = { readonly label: string; readonly x: number; readonly y: number };

/** A step this much longer than the usual one of the row is an aisle. */
export const aisleStepRatio = 1.5;
/** An order is given up for another whose path through the seats is at most this part of its own. */
const shorterPathRatio = 0.6;
/** A row's own spacing counts up to this multiple of its zone's: two seats across an aisle are no neighbours. */
const rowSpacingRatioMax = 1.5;

export function orderSeats<T extends Spot>(seats: readonly T[], prefer: 'asListed' | 'byNumber'): T[] {
  const listed = [...seats];
  if (listed.length < 3) return prefer === 'byNumber' ? (sortByNumber(listed) ?? listed) : listed;
  const numbered = sortByNumber(listed);
  const first = prefer === 'byNumber' ? (numbered ?? listed) : listed;
  let best = first;
  let bestLength = pathLength(first) * shorterPathRatio;
  for (const order of [numbered, listed, sortAlongAxis(listed)]) {
    if (order === null || order === first) continue;
    const length = pathLength(order);
    if (length < bestLength) {
      best = order;
      bestLength = length;
    }
  }
  return best;
}

/** Distances between consecutive seats; one fewer than seats. */
export function measureSteps(seats: readonly Spot[]): number[] {
  const steps: number[] = [];
  for (let index = 1; index < seats.length; index += 1) {
    const [from, to] = [seats[index - 1], seats[index]];
    if (from !== undefined && to !== undefined) steps.push(Math.hypot(to.x - from.x, to.y - from.y));
  }
  return steps;
}

/** The lower median of the steps that lead anywhere; 0 if there is none. */
export function usualStep(steps: readonly number[]): number {
  const sorted = steps.filter((step) => step > 0).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** A column per seat of an ordered row: + 1 to a neighbour, + 2 across an aisle, however wide. */
export function numberColumns(seats: readonly Spot[], zoneStep: number): number[] {
  if (seats.length === 0) return [];
  const steps = measureSteps(seats);
  const spacing = Math.min(usualStep(steps), zoneStep * rowSpacingRatioMax);
  const columns = [0];
  let column = 0;
  for (const step of steps) {
    column += step > spacing * aisleStepRatio ? 2 : 1;
    columns.push(column);
  }
  return columns;
}

export function seatNumber(label: string): number | null {
  return /^\d{1,9}$/.test(label) ? Number(label) : null;
}

function sortByNumber<T extends Spot>(seats: readonly T[]): T[] | null {
  const numbered: { seat: T; number: number }[] = [];
  for (const seat of seats) {
    const number = seatNumber(seat.label);
    if (number === null) return null;
    numbered.push({ seat, number });
  }
  return numbered.sort((a, b) => a.number - b.number).map((entry) => entry.seat);
}

/** By projection on the principal axis of the points (the larger eigenvector of their covariance). */
function sortAlongAxis<T extends Spot>(seats: readonly T[]): T[] {
  const middleX = seats.reduce((sum, seat) => sum + seat.x, 0) / seats.length;
  const middleY = seats.reduce((sum, seat) => sum + seat.y, 0) / seats.length;
  let [xx, xy, yy] = [0, 0, 0];
  for (const seat of seats) {
    xx += (seat.x - middleX) ** 2;
    xy += (seat.x - middleX) * (seat.y - middleY);
    yy += (seat.y - middleY) ** 2;
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const [alongX, alongY] = [Math.cos(angle), Math.sin(angle)];
  return seats
    .map((seat) => ({ seat, distance: seat.x * alongX + seat.y * alongY }))
    .sort((a, b) => a.distance - b.distance)
    .map((entry) => entry.seat);
}

function pathLength(seats: readonly Spot[]): number {
  return measureSteps(seats).reduce((sum, step) => sum + step, 0);
}
