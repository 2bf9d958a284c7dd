import { LIVE_KINDS } from '../own-tables.ts';

/** An order's side of its money. Amounts in minor units. */
export interface OrderMoney {
  readonly event_id: string;
  readonly order_id: string;
  readonly state: string;
  /** Grows with every step. */
  readonly state_version: number;
  readonly amount: number;
  readonly currency: string;
  /** Price of those of its tickets that somebody owns. */
  readonly live_price: number;
  /** What the vendor kept of refunded tickets. */
  readonly fees: number;
  /** Lost disputes that took no tickets back, and the largest of them. */
  readonly lost: number;
  readonly lost_largest: number;
  /** An operation is PENDING, SENT or UNKNOWN, or a dispute is open: its money is on the move. */
  readonly is_open: boolean;
  /** The stored intent and what was recorded of it; null when none is stored. */
  readonly intent_id: string | null;
  readonly recorded_captured: number | null;
  readonly recorded_refunded: number | null;
}

/** Selects every order; `where` may narrow it by `o`, and takes parameters from $2 on. */
export function orderMoneyStatement(where = 'true'): string {
  return `select o.event_id, o.id as order_id, o.state, o.state_version, o.amount_minor as amount, o.currency,
      coalesce((select sum(l.price_minor) from order_lines l
        join lateral (select kind, order_id from ticket_ledger n
          where n.event_id = l.event_id and n.ticket_number = l.ticket_number order by version desc limit 1) n on true
        where l.event_id = o.event_id and l.order_id = o.id and n.order_id = o.id and n.kind = any ($1)), 0)::int as live_price,
      (select coalesce(sum(r.fee_minor), 0) from refunds r where r.event_id = o.event_id and r.order_id = o.id)::int as fees,
      lost.total as lost, lost.largest as lost_largest,
      exists (select from disputes d where d.event_id = o.event_id and d.order_id = o.id and d.state in ('INQUIRY', 'OPEN'))
        or exists (select from payment_operations p where p.event_id = o.event_id and p.order_id = o.id
        and p.state in ('PENDING', 'SENT', 'UNKNOWN')) as is_open,
      y.payment_intent_id as intent_id, y.captured_minor as recorded_captured, y.refunded_minor as recorded_refunded
    from orders o left join payments y on y.event_id = o.event_id and y.order_id = o.id
    cross join lateral (select coalesce(sum(d.amount_minor), 0)::int as total, coalesce(max(d.amount_minor), 0) as largest
      from disputes d where d.event_id = o.event_id and d.order_id = o.id and d.state = 'LOST' and d.revoked_count = 0) lost
    where ${where}`;
}

export const ORDER_MONEY_VALUES: readonly unknown[] = [LIVE_KINDS];
