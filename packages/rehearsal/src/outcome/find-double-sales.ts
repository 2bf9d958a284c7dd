import type pg from 'pg';
import type { FanMemory } from '../crowd/fan.ts';

/** Tickets that went to more than one buyer, each with where that was seen. */
export interface DoubleSale {
  readonly ticket: number;
  readonly seen: string;
}

/** By what the fans hold, by the ledger, and by the orders: three witnesses, none of which asks another. */
export async function findDoubleSales(
  database: pg.Client,
  eventId: string,
  memories: readonly FanMemory[],
): Promise<readonly DoubleSale[]> {
  return [
    ...byCodes(memories),
    ...(await byLedger(database, eventId)),
    ...(await byOrders(database, eventId)),
  ];
}

/** Two fans who were shown a genuine code of the same ticket. */
function byCodes(memories: readonly FanMemory[]): DoubleSale[] {
  const holders = new Map<number, number>();
  for (const { tickets } of memories) {
    for (const ticket of tickets) holders.set(ticket, (holders.get(ticket) ?? 0) + 1);
  }
  return [...holders]
    .filter(([, count]) => count > 1)
    .map(([ticket, count]) => ({ ticket, seen: `${count} fans hold a code of it` }));
}

async function byLedger(database: pg.Client, eventId: string): Promise<DoubleSale[]> {
  const { rows } = await database.query<{ ticket: number; live: number }>(
    `select ticket_number as ticket,
       (count(*) filter (where kind = 'SALE') - count(*) filter (where kind in ('REFUND', 'VOID')))::int as live
     from ticket_ledger where event_id = $1 group by ticket_number
     having count(*) filter (where kind = 'SALE') - count(*) filter (where kind in ('REFUND', 'VOID')) > 1`,
    [eventId],
  );
  return rows.map(({ ticket, live }) => ({ ticket, seen: `the ledger has ${live} live sales of it` }));
}

async function byOrders(database: pg.Client, eventId: string): Promise<DoubleSale[]> {
  const { rows } = await database.query<{ ticket: number; orders: number }>(
    `select l.ticket_number as ticket, count(*)::int as orders
     from order_lines l join orders o on o.event_id = l.event_id and o.id = l.order_id
     where l.event_id = $1 and o.state in ('FINALIZED', 'PAID', 'CAPTURE_FAILED')
     group by l.ticket_number having count(*) > 1`,
    [eventId],
  );
  return rows.map(({ ticket, orders }) => ({ ticket, seen: `${orders} orders own it` }));
}
