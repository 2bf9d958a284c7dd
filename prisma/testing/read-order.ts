import type { World } from './open-world.ts';

export interface OrderView {
  readonly state: string;
  /** The states it went through, the first one included. */
  readonly path: readonly string[];
  readonly lines: readonly number[];
  readonly claims: readonly number[];
  readonly sales: readonly number[];
  /** `kind attempt state`, in the order they were made. */
  readonly operations: readonly string[];
  readonly payment: { readonly status: string; readonly captured: number; readonly refunded: number } | null;
  readonly quota: { readonly reserved: number; readonly sold: number; readonly cap: number } | null;
  /** Dedupe keys of the outbox that name this order. */
  readonly outbox: readonly string[];
}

/** Everything the database says about an order, for comparing as a whole. */
export async function readOrder(world: World, orderId: string): Promise<OrderView> {
  const { rows } = await world.app.query(
    `select o.state,
      array(select h.to_state from order_history h where h.event_id = o.event_id and h.order_id = o.id order by h.number) as path,
      array(select l.ticket_number from order_lines l where l.event_id = o.event_id and l.order_id = o.id order by 1) as lines,
      array(select c.ticket_number from order_claims c where c.event_id = o.event_id and c.order_id = o.id order by 1) as claims,
      array(select s.ticket_number from ticket_ledger s
        where s.event_id = o.event_id and s.order_id = o.id and s.kind = 'SALE' order by 1) as sales,
      array(select p.kind || ' ' || p.attempt || ' ' || p.state from payment_operations p
        where p.event_id = o.event_id and p.order_id = o.id order by p.created_at, p.kind) as operations,
      (select json_build_object('status', p.status, 'captured', p.captured_minor, 'refunded', p.refunded_minor)
        from payments p where p.event_id = o.event_id and p.order_id = o.id) as payment,
      (select json_build_object('reserved', q.reserved, 'sold', q.sold, 'cap', q.cap)
        from customer_quotas q where q.event_id = o.event_id and q.buyer = o.account_id) as quota,
      array(select x.dedupe_key from outbox x where x.payload ->> 'orderId' = o.id::text order by x.id) as outbox
     from orders o where o.event_id = $1 and o.id = $2`,
    [world.eventId, orderId],
  );
  const row = rows[0];
  if (row === undefined) throw new Error(`there is no order ${orderId}`);
  return { ...row, outbox: row.outbox.map((key: string) => key.replace(orderId, '#')) };
}

/** The newest entry's kind of each ticket, by number. */
export async function headKinds(world: World): Promise<readonly string[]> {
  const { rows } = await world.app.query(
    'select kind from ticket_holders where event_id = $1 order by ticket_number',
    [world.eventId],
  );
  return rows.map((row) => row.kind);
}
