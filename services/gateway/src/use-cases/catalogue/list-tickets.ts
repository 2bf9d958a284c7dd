import type { Ticket, TicketsQuery } from '@fairgate/shared/contracts/tickets.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { ticketState } from '@fairgate/shared/domain/ticket-state.ts';
import type { Account } from '../../access/policy.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { type ListPage, listCursor, listPage } from '../../catalogue/list-cursor.ts';

const cursor = listCursor('tickets', ['whole']);

interface TicketRow {
  number: number;
  categoryId: string;
  dropId: string | null;
  seatKey: string | null;
  zone: string;
  rowLabel: string;
  label: string;
  kind: string;
  ledgerVersion: number;
  claimed: boolean;
}

/** An event's tickets by number, retired ones too, for its vendor. */
export async function listTickets(
  database: Database,
  account: Account,
  eventId: string,
  query: TicketsQuery,
): Promise<ListPage<Ticket>> {
  const after = cursor.read(query.after);
  await requireEvent(database, account, eventId, 'read');
  const { categoryId = null, dropId = null } = query;
  const rows = await database.$queryRaw<TicketRow[]>`
    select t.number, t.category_id as "categoryId", t.drop_id as "dropId", s.seat_key as "seatKey", s.zone,
      s.row_label as "rowLabel", s.label, h.kind, h.version as "ledgerVersion", c.order_id is not null as claimed
    from tickets t
    join ticket_holders h on h.event_id = t.event_id and h.ticket_number = t.number
    left join seats s on s.plan_id = t.plan_id and s.seat_index = t.seat_index
    left join order_claims c on c.event_id = t.event_id and c.ticket_number = t.number
    where t.event_id = ${eventId}::uuid and t.number > ${Number(after?.[0] ?? -1)}::integer
      and (${categoryId}::uuid is null or t.category_id = ${categoryId}::uuid)
      and (${dropId}::uuid is null or t.drop_id = ${dropId}::uuid)
    order by t.number limit ${query.limit + 1}`;
  return listPage(rows, query.limit, (row) => cursor.write([row.number]), showTicket);
}

function showTicket(row: TicketRow): Ticket {
  return {
    number: row.number,
    categoryId: row.categoryId,
    dropId: row.dropId,
    state: ticketState(row.kind, row.claimed),
    seat:
      row.seatKey === null ? null : { key: row.seatKey, zone: row.zone, row: row.rowLabel, label: row.label },
    ledgerVersion: row.ledgerVersion,
  };
}
