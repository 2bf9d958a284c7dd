/** Gives the seats of a plan to ticket categories, by a list of rules of which the first that fits wins. */

export interface AssignableSeat {
  readonly seatIndex: number;
  readonly seatKey: string;
  readonly zone: string;
  readonly planCategory: string | null;
}

/** A seat fits when it is in every list that is given; a rule without lists takes whatever is left. */
export interface SeatAssignment {
  readonly categoryId: string;
  readonly planCategories?: readonly string[];
  readonly zones?: readonly string[];
  readonly seatKeys?: readonly string[];
}

export interface SeatAssignments {
  /** In the plan's order: the seat at a position belongs to the category at the same position. */
  readonly seatIndexes: readonly number[];
  readonly categoryIds: readonly string[];
  readonly unassigned: number;
}

/** A name in a rule that the plan does not have: which rule, which list, which place in it. */
export interface UnknownName {
  readonly rule: number;
  readonly list: 'planCategories' | 'zones' | 'seatKeys';
  readonly at: number;
}

/** `seats` in the plan's order. Time grows with seats × rules. */
export function assignSeats(
  seats: readonly AssignableSeat[],
  assignments: readonly SeatAssignment[],
): SeatAssignments {
  const rules = assignments.map((assignment) => ({
    categoryId: assignment.categoryId,
    planCategories: assignment.planCategories && new Set(assignment.planCategories),
    zones: assignment.zones && new Set(assignment.zones),
    seatKeys: assignment.seatKeys && new Set(assignment.seatKeys),
  }));
  const seatIndexes: number[] = [];
  const categoryIds: string[] = [];
  for (const seat of seats) {
    const rule = rules.find(
      ({ planCategories, zones, seatKeys }) =>
        (planCategories === undefined ||
          (seat.planCategory !== null && planCategories.has(seat.planCategory))) &&
        (zones === undefined || zones.has(seat.zone)) &&
        (seatKeys === undefined || seatKeys.has(seat.seatKey)),
    );
    if (rule === undefined) continue;
    seatIndexes.push(seat.seatIndex);
    categoryIds.push(rule.categoryId);
  }
  return { seatIndexes, categoryIds, unassigned: seats.length - seatIndexes.length };
}

/** Names that fit no seat of the plan at all: most likely misspelt. `seats` are all of the plan's. */
export function findUnknownNames(
  seats: readonly AssignableSeat[],
  assignments: readonly SeatAssignment[],
): UnknownName[] {
  const known = {
    planCategories: new Set(seats.map((seat) => seat.planCategory)),
    zones: new Set(seats.map((seat) => seat.zone)),
    seatKeys: new Set(seats.map((seat) => seat.seatKey)),
  };
  const unknown: UnknownName[] = [];
  for (const [rule, assignment] of assignments.entries()) {
    for (const list of ['planCategories', 'zones', 'seatKeys'] as const) {
      for (const [at, name] of (assignment[list] ?? []).entries()) {
        if (!known[list].has(name)) unknown.push({ rule, list, at });
      }
    }
  }
  return unknown;
}
