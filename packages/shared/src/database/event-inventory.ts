import type { PlacedTicket } from '../domain/seat-segments.ts';
import { type SeatStatus, statusByLedger } from '../domain/seat-status.ts';
import type { Database } from './client.ts';

export interface EventInventory {
  readonly tickets: readonly PlacedTicket[];
  readonly statuses: readonly { readonly number: number; readonly status: Exclude<SeatStatus, 1> }[];
}

/** Tickets of one row that are of the same kind in every other way. */
interface InventoryGroup {
  dropId: string | null;
  categoryId: string;
  planRow: number | null;
  kind: string;
  numbers: number[];
  planColumns: (number | null)[];
}

/**
 * Every ticket of an event: where it is and what the ledger says of it. Tickets of no drop have a status only. It comes
 * in groups: a hundred thousand rows of their own would take seconds to read.
 */
export async function loadInventory(database: Database, eventId: string): Promise<EventInventory> {
  const groups = await database.$queryRaw<InventoryGroup[]>`
    select t.drop_id as "dropId", t.category_id as "categoryId", s.plan_row as "planRow", h.kind,
      array_agg(t.number) as numbers, array_agg(s.plan_column) as "planColumns"
    from tickets t
    join ticket_holders h on h.event_id = t.event_id and h.ticket_number = t.number
    left join seats s on s.plan_id = t.plan_id and s.seat_index = t.seat_index
    where t.event_id = ${eventId}::uuid group by t.drop_id, t.category_id, s.plan_row, h.kind`;
  const tickets: PlacedTicket[] = [];
  const statuses: EventInventory['statuses'][number][] = [];
  for (const { dropId, categoryId, planRow, kind, numbers, planColumns } of groups) {
    const status = statusByLedger(kind, dropId !== null);
    for (const [at, number] of numbers.entries()) {
      statuses.push({ number, status });
      if (dropId !== null)
        tickets.push({ number, dropId, categoryId, planRow, planColumn: planColumns[at] ?? null });
    }
  }
  return { tickets, statuses };
}

/** The numbers of an event's live tickets by drop. */
export async function loadDropTickets(
  database: Database,
  eventId: string,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = await database.$queryRaw<{ dropId: string; numbers: number[] }[]>`
    select drop_id as "dropId", array_agg(number) as numbers from tickets
    where event_id = ${eventId}::uuid and drop_id is not null and retired_at is null group by drop_id`;
  return new Map(rows.map(({ dropId, numbers }) => [dropId, numbers]));
}

/** What the ledger says of some tickets now. */
export async function loadStatuses(
  database: Database,
  eventId: string,
  numbers: readonly number[],
): Promise<EventInventory['statuses']> {
  const rows = await database.$queryRaw<{ number: number; kind: string; inDrop: boolean }[]>`
    select t.number, h.kind, t.drop_id is not null as "inDrop"
    from tickets t join ticket_holders h on h.event_id = t.event_id and h.ticket_number = t.number
    where t.event_id = ${eventId}::uuid and t.number = any (${[...numbers]}::int[])`;
  return rows.map((row) => ({ number: row.number, status: statusByLedger(row.kind, row.inDrop) }));
}
