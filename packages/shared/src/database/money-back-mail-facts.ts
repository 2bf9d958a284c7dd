import type { RefundCause } from '../states/refund-states.ts';
import type { Database } from './client.ts';
import type { OrderMailRow } from './order-mail-facts.ts';

export interface RefundMailRow
  extends Pick<OrderMailRow, 'email' | 'name' | 'locale' | 'eventName' | 'tickets'> {
  readonly cause: RefundCause;
  readonly reason: string;
  readonly amountMinor: number;
  readonly feeMinor: number;
  readonly currency: string;
}

/**
 * A refund as one account is told of it: its buyer, of all tickets, or somebody who held tickets that were given on, of
 * those. null: there is no such refund.
 */
export async function loadRefundMailFacts(
  database: Database,
  eventId: string,
  refundId: string,
  holderId: string | null,
): Promise<RefundMailRow | null> {
  const rows = await database.$queryRaw<RefundMailRow[]>`
    select u.email, u.name, u.locale, e.name as "eventName", r.cause, r.reason, r.amount_minor as "amountMinor",
      r.fee_minor as "feeMinor", o.currency,
      coalesce((select json_agg(json_build_object('category', c.name, 'zone', s.zone, 'row', s.row_label, 'label', s.label)
          order by l.ticket_number)
        from refund_lines l
        join ticket_ledger n on n.event_id = l.event_id and n.ticket_number = l.ticket_number and n.version = l.version - 1
        join tickets t on t.event_id = l.event_id and t.number = l.ticket_number
        join categories c on c.event_id = t.event_id and c.id = t.category_id
        left join seats s on s.plan_id = t.plan_id and s.seat_index = t.seat_index
        where l.event_id = r.event_id and l.refund_id = r.id
          and (${holderId}::uuid is null or n.holder = ${holderId}::uuid)), '[]'::json) as tickets
    from refunds r join orders o on o.event_id = r.event_id and o.id = r.order_id
    join users u on u.id = coalesce(${holderId}::uuid, o.account_id)
    join events e on e.id = r.event_id
    where r.event_id = ${eventId}::uuid and r.id = ${refundId}::uuid`;
  return rows[0] ?? null;
}

export interface EventMailRow {
  readonly email: string;
  readonly name: string;
  readonly locale: string;
  readonly eventName: string;
  readonly startsAt: Date;
  readonly timeZone: string;
}

/** An event as one account is told of it. null: no such event, or account. */
export async function loadEventMailFacts(
  database: Database,
  eventId: string,
  accountId: string,
): Promise<EventMailRow | null> {
  const rows = await database.$queryRaw<EventMailRow[]>`
    select u.email, u.name, u.locale, e.name as "eventName", e.starts_at as "startsAt", e.time_zone as "timeZone"
    from events e, users u where e.id = ${eventId}::uuid and u.id = ${accountId}::uuid`;
  return rows[0] ?? null;
}

export interface DisputeMailRow {
  readonly email: string;
  readonly vendorName: string;
  readonly eventName: string;
  readonly timeZone: string;
  readonly orderId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reason: string;
  readonly evidenceDue: Date | null;
}

/** A dispute as the vendor is told of it. null: there is no such dispute. */
export async function loadDisputeMailFacts(
  database: Database,
  eventId: string,
  disputeId: string,
): Promise<DisputeMailRow | null> {
  const rows = await database.$queryRaw<DisputeMailRow[]>`
    select v.contact_email as email, v.name as "vendorName", e.name as "eventName", e.time_zone as "timeZone",
      d.order_id as "orderId", d.amount_minor as "amountMinor", d.currency, d.reason, d.evidence_due as "evidenceDue"
    from disputes d join events e on e.id = d.event_id join vendors v on v.id = e.vendor_id
    where d.event_id = ${eventId}::uuid and d.id = ${disputeId}`;
  return rows[0] ?? null;
}
