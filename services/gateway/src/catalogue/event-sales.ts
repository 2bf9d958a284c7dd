import type { Database } from '@fairgate/shared/database/client.ts';
import { Prisma } from '@fairgate/shared/database/generated/client.ts';
import type { EventSales } from '@fairgate/shared/domain/event-edit-gate.ts';
import { Problem } from '@fairgate/shared/errors.ts';

const heldKinds = Prisma.sql`('SALE', 'TRANSFER', 'CHECKIN', 'CHECKIN_UNDO')`;

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
export function nothingSold(eventId: string, categoryId: string | null = null): Prisma.Sql {
  return Prisma.sql`(
    not exists (select from ticket_holders h
      where h.event_id = ${eventId}::uuid and h.kind in ${heldKinds} and ${inCategory('h', categoryId)})
    and not exists (select from order_claims c
      where c.event_id = ${eventId}::uuid and ${inCategory('c', categoryId)}))`;
}

/** `gated`: what the caller wanted to change although buyers rely on it. */
export function refuseForSales(sales: EventSales, gated: readonly string[]): Problem {
  return new Problem('SALES_EXIST', { gated, sold: sales.sold, claimed: sales.claimed });
}

function inCategory(row: 'h' | 'c', categoryId: string | null): Prisma.Sql {
  if (categoryId === null) return Prisma.sql`true`;
  const alias = Prisma.raw(row);
  return Prisma.sql`exists (select from tickets t where t.event_id = ${alias}.event_id
    and t.number = ${alias}.ticket_number and t.category_id = ${categoryId}::uuid)`;
}
