import type { Database } from './client.ts';

/** A ticket of an unfinished order, with the hold that the order bound. */
export interface ClaimedTicket {
  readonly number: number;
  readonly holdId: string;
  readonly orderId: string;
  readonly accountId: string;
  readonly dropId: string;
  readonly deadlineMs: number;
}

/** The tickets that an event's unfinished orders claim, to lease them again in a Redis that forgot. */
export async function loadClaimedTickets(database: Database, eventId: string): Promise<ClaimedTicket[]> {
  const rows = await database.$queryRaw<(Omit<ClaimedTicket, 'deadlineMs'> & { payDeadline: Date })[]>`
    select c.ticket_number as number, o.hold_id as "holdId", o.id as "orderId", o.account_id as "accountId",
      o.drop_id as "dropId", o.pay_deadline as "payDeadline"
    from order_claims c join orders o on o.event_id = c.event_id and o.id = c.order_id
    where c.event_id = ${eventId}::uuid order by c.ticket_number`;
  return rows.map(({ payDeadline, ...claim }) => ({ ...claim, deadlineMs: payDeadline.getTime() }));
}

/** What a lease is prolonged for: an order with its claims, and its deadline by the database's clock. */
export interface ClaimingOrder {
  readonly orderId: string;
  readonly holdId: string;
  readonly accountId: string;
  readonly dropId: string;
  readonly tickets: readonly number[];
  /** Until the deadline; negative when it has passed. */
  readonly secondsLeft: number;
}

/** The unfinished orders of an event, or one of them. */
export async function loadClaimingOrders(
  database: Database,
  eventId: string,
  orderId: string | null,
): Promise<ClaimingOrder[]> {
  return database.$queryRaw`
    select o.id as "orderId", o.hold_id as "holdId", o.account_id as "accountId", o.drop_id as "dropId",
      array_agg(c.ticket_number order by c.ticket_number) as tickets,
      extract(epoch from o.pay_deadline - clock_timestamp())::float8 as "secondsLeft"
    from order_claims c join orders o on o.event_id = c.event_id and o.id = c.order_id
    where c.event_id = ${eventId}::uuid and (${orderId}::uuid is null or o.id = ${orderId}::uuid)
    group by o.event_id, o.id`;
}

/** What ended orders still have in Redis: their holds. */
export async function loadOrderHolds(
  database: Database,
  eventId: string,
  orderIds: readonly string[],
): Promise<
  { readonly orderId: string; readonly dropId: string; readonly holdId: string; readonly accountId: string }[]
> {
  return database.$queryRaw`
    select id as "orderId", drop_id as "dropId", hold_id as "holdId", account_id as "accountId" from orders
    where event_id = ${eventId}::uuid and id = any (${[...orderIds]}::uuid[])`;
}

/** The captures that follow from orders just finalized. */
export async function loadCaptures(
  database: Database,
  orders: readonly { readonly eventId: string; readonly orderId: string }[],
): Promise<{ readonly eventId: string; readonly opId: string }[]> {
  const events = orders.map((order) => order.eventId);
  const ids = orders.map((order) => order.orderId);
  return database.$queryRaw`
    select p.event_id as "eventId", p.op_id as "opId" from payment_operations p
    where (p.event_id, p.order_id) in (select * from unnest(${events}::uuid[], ${ids}::uuid[]))
      and p.kind in ('CAPTURE', 'CANCEL') and p.state = 'PENDING'`;
}
