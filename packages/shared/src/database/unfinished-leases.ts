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
