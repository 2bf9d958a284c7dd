import type { OrderState } from '../states/order-states.ts';
import type { Database } from './client.ts';
import { type TicketFacts, ticketFacts } from './ticket-facts.ts';

export interface OrderView {
  readonly orderId: string;
  readonly eventId: string;
  readonly eventName: string;
  readonly dropId: string;
  readonly accountId: string;
  readonly holdId: string;
  readonly state: OrderState;
  readonly amountMinor: number;
  readonly currency: string;
  readonly payDeadline: Date;
  readonly createdAt: Date;
  readonly createdMicros: string;
  readonly paymentIntentId: string | null;
  readonly clientSecret: string | null;
  readonly tickets: readonly TicketFacts[];
}

interface OrderRow extends Omit<OrderView, 'tickets'> {
  tickets: Parameters<typeof ticketFacts>[0][];
}

/** The order that a page ended with; its time in microseconds since 1970, as Postgres keeps it. */
export interface OrderCursor {
  readonly createdMicros: string;
  readonly orderId: string;
}

/** An account's order; null when there is none of that id, or it is another's. */
export async function loadOrder(
  database: Database,
  orderId: string,
  accountId: string,
): Promise<OrderView | null> {
  const rows = await loadOrders(database, accountId, orderId, null, 1);
  return rows[0] ?? null;
}

/** An account's orders, newest first, those that follow `after`. */
export async function listOrders(
  database: Database,
  accountId: string,
  after: OrderCursor | null,
  max: number,
): Promise<OrderView[]> {
  return loadOrders(database, accountId, null, after, max);
}

/** An order whose end waits for the sale journal is told as it was before. */
async function loadOrders(
  database: Database,
  accountId: string,
  orderId: string | null,
  after: OrderCursor | null,
  max: number,
): Promise<OrderView[]> {
  const rows = await database.$queryRaw<OrderRow[]>`
    select o.id as "orderId", o.event_id as "eventId", e.name as "eventName", o.drop_id as "dropId",
      o.account_id as "accountId", o.hold_id as "holdId",
      told_state(o.event_id, o.id, o.state) as state, o.amount_minor as "amountMinor", o.currency,
      o.pay_deadline as "payDeadline", o.created_at as "createdAt",
      (extract(epoch from o.created_at) * 1000000)::bigint::text as "createdMicros", y.payment_intent_id as "paymentIntentId",
      y.client_secret as "clientSecret",
      (select json_agg(json_build_object('number', l.ticket_number, 'categoryId', l.category_id, 'categoryName', c.name,
          'priceMinor', l.price_minor, 'zone', s.zone, 'row', s.row_label, 'label', s.label) order by l.ticket_number)
        from order_lines l
        join categories c on c.event_id = l.event_id and c.id = l.category_id
        join tickets t on t.event_id = l.event_id and t.number = l.ticket_number
        left join seats s on s.plan_id = t.plan_id and s.seat_index = t.seat_index
        where l.event_id = o.event_id and l.order_id = o.id) as tickets
    from orders o join events e on e.id = o.event_id
    left join payments y on y.event_id = o.event_id and y.order_id = o.id
    where o.account_id = ${accountId}::uuid and (${orderId}::uuid is null or o.id = ${orderId}::uuid)
      and (${after?.orderId ?? null}::uuid is null or (o.created_at, o.id)
        < ('epoch'::timestamptz + ${after?.createdMicros ?? '0'}::bigint * interval '1 microsecond', ${after?.orderId ?? null}::uuid))
    order by o.created_at desc, o.id desc limit ${max}::int`;
  return rows.map((row) => ({ ...row, tickets: row.tickets.map(ticketFacts) }));
}

export interface HeldTicketRow {
  readonly eventId: string;
  readonly eventName: string;
  readonly startsAt: Date;
  readonly timeZone: string;
  readonly venueName: string;
  readonly number: number;
  readonly version: number;
  readonly orderId: string;
  readonly categoryName: string;
  readonly zone: string | null;
  readonly row: string | null;
  readonly label: string | null;
  readonly paid: boolean;
  readonly enteredAt: Date | null;
  readonly transferId: string | null;
  readonly toEmail: string | null;
  readonly expiresAt: Date | null;
  /** Of the codes that are given out now. */
  readonly issueEpoch: number;
}

/** The tickets an account holds by the ledger, by event and number, those that follow the cursor. */
export async function listHeldTickets(
  database: Database,
  accountId: string,
  after: { readonly eventId: string; readonly number: number } | null,
  max: number,
): Promise<HeldTicketRow[]> {
  return database.$queryRaw`
    select h.event_id as "eventId", e.name as "eventName", e.starts_at as "startsAt", e.time_zone as "timeZone",
      v.name as "venueName", h.ticket_number as number, h.version, h.order_id as "orderId",
      c.name as "categoryName", s.zone, s.row_label as "row", s.label,
      o.state = 'PAID' and is_journaled(o.event_id, o.id) as paid,
      l.at as "enteredAt", f.id as "transferId", f.to_email as "toEmail", f.expires_at as "expiresAt",
      (select r.issue_epoch from recovery_state r where r.id = 1) as "issueEpoch"
    from ticket_holders h
    join events e on e.id = h.event_id
    join venues v on v.id = e.venue_id
    join tickets t on t.event_id = h.event_id and t.number = h.ticket_number
    join categories c on c.event_id = t.event_id and c.id = t.category_id
    join orders o on o.event_id = h.event_id and o.id = h.order_id
    left join ticket_ledger l on h.kind = 'CHECKIN' and l.event_id = h.event_id and l.ticket_number = h.ticket_number
      and l.version = h.version
    left join transfers f on f.event_id = h.event_id and f.ticket_number = h.ticket_number and f.state = 'OFFERED'
      and f.expires_at > clock_timestamp()
    left join seats s on s.plan_id = t.plan_id and s.seat_index = t.seat_index
    where h.holder = ${accountId}::uuid
      and (h.event_id, h.ticket_number) > (coalesce(${after?.eventId ?? null}::uuid,
        '00000000-0000-0000-0000-000000000000'::uuid), coalesce(${after?.number ?? null}::int, -1))
    order by h.event_id, h.ticket_number limit ${max}::int`;
}

/** What an account's Idempotency-Key was first used for; null: it is fresh. */
export async function findOrderOfKey(
  database: Database,
  accountId: string,
  clientKey: string,
): Promise<{ readonly orderId: string; readonly requestHash: Uint8Array } | null> {
  const rows = await database.$queryRaw<{ orderId: string; requestHash: Uint8Array }[]>`
    select order_id as "orderId", request_hash as "requestHash" from order_keys
    where account_id = ${accountId}::uuid and client_key = ${clientKey}`;
  return rows[0] ?? null;
}
