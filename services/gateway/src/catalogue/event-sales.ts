import type { Database } from '@fairgate/shared/database/client.ts';
import { type Sql, sql } from '@fairgate/shared/database/sql.ts';
import type { EventSales } from '@fairgate/shared/domain/event-edit-gate.ts';
import { Problem } from '@fairgate/shared/errors.ts';

const heldKinds = sql`('SALE', 'TRANSFER', 'CHECKIN', 'CHECKIN_UNDO')`;

/** Sold tickets, and those in unfinished orders, of an event or of one of its categories. */
export async function countSales(
  database: Database,
  eventId: string,
  categoryId: string | null = null,
): Promise<EventSales> {
  const rows = await database.$queryRaw<EventSales[]>`
    select
      (select count(*)::integer from ticket_holders h
        where h.event_id = ${eventId}::uuid and h.kind in ${heldKinds} and ${inCategory('h', categoryId)}) as sold,
      (select count(*)::integer from order_claims c
        where c.event_id = ${eventId}::uuid and ${inCategory('c', categoryId)}) as claimed`;
  return rows[0] ?? { sold: 0, claimed: 0 };
}

/** A condition of a statement: no ticket is sold or in an unfinished order. */
export function nothingSold(eventId: string, categoryId: string | null = null): Sql {
  return sql`(
    not exists (select from ticket_holders h
      where h.event_id = ${eventId}::uuid and h.kind in ${heldKinds} and ${inCategory('h', categoryId)})
    and not exists (select from order_claims c
      where c.event_id = ${eventId}::uuid and ${inCategory('c', categoryId)}))`;
}

/** `gated`: what the caller wanted to change although buyers rely on it. */
export function refuseForSales(sales: EventSales, gated: readonly string[]): Problem {
  return new Problem('SALES_EXIST', { gated, sold: sales.sold, claimed: sales.claimed });
}

function inCategory(row: 'h' | 'c', categoryId: string | null): Sql {
  if (categoryId === null) return sql`true`;
  const ofRow =
    row === 'h'
      ? sql`t.event_id = h.event_id and t.number = h.ticket_number`
      : sql`t.event_id = c.event_id and t.number = c.ticket_number`;
  return sql`exists (select from tickets t where ${ofRow} and t.category_id = ${categoryId}::uuid)`;
}
