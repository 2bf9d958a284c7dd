import type pg from 'pg';
import type { OrderRow } from './match-money.ts';

/** Every order of an event, with what the ledger says it sold. */
export async function loadOrders(database: pg.Client, eventId: string): Promise<OrderRow[]> {
  const { rows } = await database.query<OrderRow>(
    `select o.id as "orderId", o.state, o.amount_minor as "amountMinor",
       coalesce((select sum(l.price_minor) from order_lines l
         join ticket_holders h on h.event_id = l.event_id and h.ticket_number = l.ticket_number
         where l.event_id = o.event_id and l.order_id = o.id and h.order_id = o.id
           and h.kind in ('SALE', 'TRANSFER', 'CHECKIN', 'CHECKIN_UNDO')), 0)::int as "soldMinor"
     from orders o where o.event_id = $1`,
    [eventId],
  );
  return rows;
}

/** Tickets of the event that are sold by the ledger. */
export async function countSold(database: pg.Client, eventId: string): Promise<number> {
  const { rows } = await database.query<{ sold: number }>(
    `select count(*)::int as sold from ticket_holders
     where event_id = $1 and kind in ('SALE', 'TRANSFER', 'CHECKIN', 'CHECKIN_UNDO')`,
    [eventId],
  );
  return rows[0]?.sold ?? 0;
}
