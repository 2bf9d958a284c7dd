/** A ticket with what decides where it is found: its drop and category, and its seat's place, if it has one. */
export interface PlacedTicket {
  readonly number: number;
  readonly dropId: string;
  readonly categoryId: string;
  /** null: general admission. */
  readonly planRow: number | null;
  readonly planColumn: number | null;
}

/**
 * Tickets that best-available looks at together: those of one plan row that share drop and category (seats, in the
 * order of their columns), or some of a category's general admission (no columns).
 */
export interface SeatSegment {
  readonly id: number;
  readonly dropId: string;
  readonly categoryId: string;
  /** Lower is better: rows come in the plan's order. */
  readonly rank: number;
  readonly numbers: readonly number[];
  /** Neighbours differ by exactly 1; null for general admission. */
  readonly columns: readonly number[] | null;
}

/** A longer row is cut: scripts read a segment's tickets in one command. */
export const segmentTicketsMax = 500;
/** Segment ids are two bytes in Redis, of which one value says that there is none. */
export const segmentsPerEventMax = 65_535;

/** Groups an event's tickets into segments. The same tickets give the same ids, in whatever order they come. */
export function seatSegments(tickets: readonly PlacedTicket[]): SeatSegment[] {
  const groups = new Map<string, PlacedTicket[]>();
  for (const ticket of tickets.toSorted((a, b) => a.number - b.number)) {
    const key = `${ticket.planRow ?? 'pool'}/${ticket.dropId}/${ticket.categoryId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [ticket]);
    else group.push(ticket);
  }
  const segments: SeatSegment[] = [];
  let id = 0;
  for (const group of groups.values()) {
    const isPool = group[0]?.planRow === null;
    group.sort((a, b) => (a.planColumn ?? a.number) - (b.planColumn ?? b.number));
    for (let start = 0; start < group.length; start += segmentTicketsMax) {
      segments.push(segmentOf(id, group.slice(start, start + segmentTicketsMax)));
      if (!isPool) id += 1;
    }
    // A pool is one segment, handed over in pieces, so that tickets added to it later move no other segment's id.
    if (isPool) id += 1;
  }
  if (id > segmentsPerEventMax) throw new RangeError(`more than ${segmentsPerEventMax} segments`);
  return segments;
}

function segmentOf(id: number, tickets: readonly PlacedTicket[]): SeatSegment {
  const [first] = tickets;
  if (first === undefined) throw new RangeError('a segment has at least one ticket');
  return {
    id,
    dropId: first.dropId,
    categoryId: first.categoryId,
    rank: first.planRow ?? 0,
    numbers: tickets.map((ticket) => ticket.number),
    columns: first.planRow === null ? null : tickets.map((ticket) => ticket.planColumn ?? 0),
  };
}
