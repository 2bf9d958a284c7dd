import { triesBeforeParkingMax } from '../domain/limits.ts';
import { reach } from '../process/crash-points.ts';
import type { OrderState } from '../states/order-states.ts';
import type { Database } from './client.ts';
import type { OrderRef } from './purchase.ts';

/**
 * Orders in a state that their next step should have left by now, oldest first. Decided on the primary. One that waits for a
 * parked operation waits for a person, and would only stand in the way of others.
 */
export async function loadStaleOrders(
  database: Database,
  state: 'AUTHORIZED' | 'FINALIZED' | 'EXPIRING' | 'LOST',
  olderThanSeconds: number,
  max: number,
): Promise<OrderRef[]> {
  return database.$queryRaw`
    select event_id as "eventId", id as "orderId" from orders
    where state = ${state} and parked_at is null and (finalize_due_at is null or finalize_due_at <= clock_timestamp())
      and updated_at <= clock_timestamp() - make_interval(secs => ${olderThanSeconds}::float8)
      and not exists (select from payment_operations p where p.event_id = orders.event_id and p.order_id = orders.id
        and p.parked_at is not null and p.state in ('PENDING', 'SENT', 'UNKNOWN'))
    order by updated_at limit ${max}::int`;
}

/** An order could not be finalized: it is tried again later and later, and parked when that failed too often. */
export async function noteFinalizeFailed(database: Database, order: OrderRef, error: string): Promise<void> {
  reach('note-finalize-failed.before');
  await database.$executeRaw`
    update orders set finalize_failures = finalize_failures + 1, finalize_error = ${error.slice(0, 500)},
      finalize_due_at = clock_timestamp() + make_interval(secs => least(60, power(2, least(finalize_failures, 10)))),
      parked_at = case when finalize_failures + 1 >= ${triesBeforeParkingMax}::int then clock_timestamp() end
    where event_id = ${order.eventId}::uuid and id = ${order.orderId}::uuid and state = 'AUTHORIZED'`;
  reach('note-finalize-failed.after');
}

/** Unpaid orders past their deadline. None is while Stripe is out, or while sales are shut: it may have been paid since. */
export async function loadOverdueOrders(database: Database, max: number): Promise<OrderRef[]> {
  return database.$queryRaw`
    select event_id as "eventId", id as "orderId" from orders
    where state = 'PENDING_PAYMENT' and pay_deadline <= clock_timestamp()
      and not exists (select from stripe_outages where ended_at is null)
      and not exists (select from recovery_state r where r.id = 1 and r.sales_shut_at is not null)
    order by pay_deadline limit ${max}::int`;
}

/**
 * Unfinished orders whose intent Stripe should be asked about: nothing was heard for `quietSeconds`, or, while the buyer
 * may still be typing, for `unpaidQuietSeconds`. Each is handed out once in that time, whoever polls.
 */
export async function takeOrdersToAsk(
  database: Database,
  quietSeconds: number,
  unpaidQuietSeconds: number,
  max: number,
): Promise<(OrderRef & { readonly paymentIntentId: string })[]> {
  reach('take-orders-to-ask.before');
  const written = await database.$queryRaw<(OrderRef & { readonly paymentIntentId: string })[]>`
    update payments y set updated_at = clock_timestamp()
    from (
      select p.event_id, p.order_id from payments p
      join orders o on o.event_id = p.event_id and o.id = p.order_id
      where o.state in ('PENDING_PAYMENT', 'AUTHORIZED', 'FINALIZED', 'EXPIRING', 'LOST')
        and p.status not in ('succeeded', 'canceled')
        and p.updated_at <= clock_timestamp() - make_interval(secs => ${quietSeconds}::float8)
        and (o.state <> 'PENDING_PAYMENT'
          or p.updated_at <= clock_timestamp() - make_interval(secs => ${unpaidQuietSeconds}::float8))
      order by p.updated_at limit ${max}::int for update of p skip locked) due
    where y.event_id = due.event_id and y.order_id = due.order_id
    returning y.event_id as "eventId", y.order_id as "orderId", y.payment_intent_id as "paymentIntentId"`;
  if (written.length > 0) reach('take-orders-to-ask.after');
  return written;
}

/** The order that an intent belongs to, as we stored it; null: we never stored this intent. */
export async function findOrderOfIntent(
  database: Database,
  paymentIntentId: string,
): Promise<OrderRef | null> {
  const rows = await database.$queryRaw<OrderRef[]>`
    select event_id as "eventId", order_id as "orderId" from payments where payment_intent_id = ${paymentIntentId}`;
  return rows[0] ?? null;
}

/** The state of the order that an intent belongs to; null: we never stored this intent. */
export async function findStateOfIntent(
  database: Database,
  paymentIntentId: string,
): Promise<OrderState | null> {
  const rows = await database.$queryRaw<{ state: OrderState }[]>`
    select o.state from payments p join orders o on o.event_id = p.event_id and o.id = p.order_id
    where p.payment_intent_id = ${paymentIntentId}`;
  return rows[0]?.state ?? null;
}
