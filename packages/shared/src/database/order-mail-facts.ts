import type { Database } from './client.ts';

export interface OrderMailRow {
  readonly orderId: string;
  readonly email: string;
  readonly name: string;
  readonly locale: string;
  readonly eventName: string;
  readonly startsAt: Date;
  readonly timeZone: string;
  readonly venueName: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly tickets: readonly {
    readonly category: string;
    readonly zone: string | null;
    readonly row: string | null;
    readonly label: string | null;
    readonly priceMinor: number;
  }[];
}

/** null: there is no such order. */
export async function loadOrderMailFacts(
  database: Database,
  eventId: string,
  orderId: string,
): Promise<OrderMailRow | null> {
  const rows = await database.$queryRaw<OrderMailRow[]>`
    select o.id as "orderId", u.email, u.name, u.locale, e.name as "eventName", e.starts_at as "startsAt",
      e.time_zone as "timeZone", v.name as "venueName", o.amount_minor as "amountMinor", o.currency,
      (select json_agg(json_build_object('category', c.name, 'zone', s.zone, 'row', s.row_label, 'label', s.label,
          'priceMinor', l.price_minor)
          order by l.ticket_number)
        from order_lines l
        join categories c on c.event_id = l.event_id and c.id = l.category_id
        join tickets t on t.event_id = l.event_id and t.number = l.ticket_number
        left join seats s on s.plan_id = t.plan_id and s.seat_index = t.seat_index
        where l.event_id = o.event_id and l.order_id = o.id) as tickets
    from orders o join users u on u.id = o.account_id join events e on e.id = o.event_id
    join venues v on v.id = e.venue_id
    where o.event_id = ${eventId}::uuid and o.id = ${orderId}::uuid`;
  return rows[0] ?? null;
}
