import type { OrderState } from '../states/order-states.ts';
import type { Database } from './client.ts';
import type { OrderCursor } from './orders.ts';

export interface EventOrderView {
  readonly orderId: string;
  readonly dropId: string;
  readonly state: OrderState;
  readonly buyerName: string;
  readonly buyerEmail: string;
  readonly amountMinor: number;
  readonly refundedMinor: number;
  readonly currency: string;
  readonly createdAt: Date;
  readonly createdMicros: string;
  readonly tickets: readonly {
    readonly number: number;
    readonly priceMinor: number;
    readonly lives: boolean;
  }[];
}

/** An event's orders, newest first, those that follow `after`. */
export async function listEventOrders(
  database: Database,
  eventId: string,
  state: OrderState | null,
  after: OrderCursor | null,
  max: number,
): Promise<EventOrderView[]> {
  return database.$queryRaw`
    select o.id as "orderId", o.drop_id as "dropId", told_state(o.event_id, o.id, o.state) as state,
      u.name as "buyerName", u.email as "buyerEmail",
      o.amount_minor as "amountMinor", coalesce(y.refunded_minor, 0) as "refundedMinor", o.currency,
      o.created_at as "createdAt", (extract(epoch from o.created_at) * 1000000)::bigint::text as "createdMicros",
      (select json_agg(json_build_object('number', l.ticket_number, 'priceMinor', l.price_minor,
          'lives', h.order_id is not distinct from o.id and h.holder is not null) order by l.ticket_number)
        from order_lines l
        left join ticket_holders h on h.event_id = l.event_id and h.ticket_number = l.ticket_number
        where l.event_id = o.event_id and l.order_id = o.id) as tickets
    from orders o join users u on u.id = o.account_id
    left join payments y on y.event_id = o.event_id and y.order_id = o.id
    where o.event_id = ${eventId}::uuid
      and (${state}::text is null or told_state(o.event_id, o.id, o.state) = ${state})
      and (${after?.orderId ?? null}::uuid is null or (o.created_at, o.id)
        < ('epoch'::timestamptz + ${after?.createdMicros ?? '0'}::bigint * interval '1 microsecond', ${after?.orderId ?? null}::uuid))
    order by o.created_at desc, o.id desc limit ${max}::int`;
}
