import type { PlacedTicket } from '../domain/seat-segments.ts';
import { type SeatStatus, statusByLedger } from '../domain/seat-status.ts';
import type { Database } from './client.ts';

export interface EventInventory {
  readonly tickets: readonly PlacedTicket[];
  readonly statuses: readonly { readonly number: number; readonly status: Exclude<SeatStatus, 1> }[];
}

interface InventoryRow {
  number: number;
  dropId: string | null;
  categoryId: string;
  planRow: number | null;
  planColumn: number | null;
  kind: string;
}

/** Every ticket of an event: where it is and what the ledger says of it. Tickets of no drop have a status only. */
export async function loadInventory(database: Database, eventId: string): Promise<EventInventory> {
  const rows = await database.$queryRaw<InventoryRow[]>`
    select t.number, t.drop_id as "dropId", t.category_id as "categoryId", s.plan_row as "planRow",
      s.plan_column as "planColumn", h.kind
    from tickets t
    join ticket_holders h on h.event_id = t.event_id and h.ticket_number = t.number
    left join seats s on s.plan_id = t.plan_id and s.seat_index = t.seat_index
    where t.event_id = ${eventId}::uuid order by t.number`;
  return {
    tickets: rows.flatMap((row) => (row.dropId === null ? [] : [{ ...row, dropId: row.dropId }])),
    statuses: rows.map((row) => ({
      number: row.number,
      status: statusByLedger(row.kind, row.dropId !== null),
    })),
  };
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
