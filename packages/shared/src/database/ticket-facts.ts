import type { Database } from './client.ts';

/** What a shopper is told of a ticket. */
export interface TicketFacts {
  readonly number: number;
  readonly categoryId: string;
  readonly categoryName: string;
  readonly priceMinor: number;
  readonly seat: { readonly zone: string; readonly row: string; readonly label: string } | null;
}

interface TicketFactsRow {
  number: number;
  categoryId: string;
  categoryName: string;
  priceMinor: number;
  zone: string | null;
  row: string | null;
  label: string | null;
}

/** In ticket order; unknown numbers are left out. */
export async function loadTicketFacts(
  database: Database,
  eventId: string,
  numbers: readonly number[],
): Promise<TicketFacts[]> {
  const rows = await database.$queryRaw<TicketFactsRow[]>`
    select t.number, t.category_id as "categoryId", c.name as "categoryName", c.price_minor as "priceMinor",
      s.zone, s.row_label as "row", s.label
    from tickets t join categories c on c.event_id = t.event_id and c.id = t.category_id
    left join seats s on s.plan_id = t.plan_id and s.seat_index = t.seat_index
    where t.event_id = ${eventId}::uuid and t.number = any (${[...numbers]}::int[]) order by t.number`;
  return rows.map(ticketFacts);
}

export function ticketFacts({ zone, row, label, ...rest }: TicketFactsRow): TicketFacts {
  return { ...rest, seat: zone === null ? null : { zone, row: row ?? '', label: label ?? '' } };
}

/** How a category of a drop is sold: seats from a plan, by quantity, or not at all. */
export async function categorySeating(
  database: Database,
  eventId: string,
  dropId: string,
  categoryId: string,
): Promise<'seated' | 'general' | null> {
  const rows = await database.$queryRaw<{ seated: boolean }[]>`
    select seat_index is not null as seated from tickets
    where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and category_id = ${categoryId}::uuid
      and retired_at is null limit 1`;
  if (rows[0] === undefined) return null;
  return rows[0].seated ? 'seated' : 'general';
}
