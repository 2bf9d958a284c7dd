import type { DisputeState } from '../states/dispute-states.ts';
import type { RefundCause, RefundState } from '../states/refund-states.ts';
import type { Database } from './client.ts';

/** A refund as its buyer, its vendor and operations see it. */
export interface RefundView {
  readonly refundId: string;
  readonly eventId: string;
  readonly orderId: string;
  readonly state: RefundState;
  readonly cause: RefundCause;
  readonly amountMinor: number;
  readonly feeMinor: number;
  readonly currency: string;
  readonly reason: string;
  readonly failure: string | null;
  readonly createdAt: Date;
  readonly createdMicros: string;
  readonly settledAt: Date | null;
  readonly tickets: readonly {
    readonly number: number;
    readonly amountMinor: number;
    readonly feeMinor: number;
  }[];
}

/** Which refunds: of one order, or one of them, or those in a state. */
export interface RefundFilter {
  readonly orderId?: string | undefined;
  readonly refundId?: string | undefined;
  readonly state?: RefundState | undefined;
}

/** The refund that a page ended with. */
export interface RefundCursor {
  readonly createdMicros: string;
  readonly refundId: string;
}

/** An event's refunds, newest first, those that follow `after`; none of which the sale journal has no line yet. */
export async function listRefunds(
  database: Database,
  eventId: string,
  filter: RefundFilter,
  after: RefundCursor | null,
  max: number,
): Promise<RefundView[]> {
  return database.$queryRaw`
    select r.id as "refundId", r.event_id as "eventId", r.order_id as "orderId", r.state, r.cause,
      r.amount_minor as "amountMinor", r.fee_minor as "feeMinor", o.currency, r.reason, r.failure,
      r.created_at as "createdAt", (extract(epoch from r.created_at) * 1000000)::bigint::text as "createdMicros",
      r.settled_at as "settledAt",
      coalesce((select json_agg(json_build_object('number', l.ticket_number, 'amountMinor', l.amount_minor,
          'feeMinor', l.fee_minor) order by l.ticket_number)
        from refund_lines l where l.event_id = r.event_id and l.refund_id = r.id), '[]'::json) as tickets
    from refunds r join orders o on o.event_id = r.event_id and o.id = r.order_id
    where r.event_id = ${eventId}::uuid
      and is_row_journaled(r.event_id, r.order_id, 'refund_lines', 'refund_id', r.id, null)
      and (${filter.orderId ?? null}::uuid is null or r.order_id = ${filter.orderId ?? null}::uuid)
      and (${filter.refundId ?? null}::uuid is null or r.id = ${filter.refundId ?? null}::uuid)
      and (${filter.state ?? null}::text is null or r.state = ${filter.state ?? null})
      and (${after?.refundId ?? null}::uuid is null or (r.created_at, r.id)
        < ('epoch'::timestamptz + ${after?.createdMicros ?? '0'}::bigint * interval '1 microsecond', ${after?.refundId ?? null}::uuid))
    order by r.created_at desc, r.id desc limit ${max}::int`;
}

/** Whether a refund was begun, told or not. */
export async function isRefundBegun(database: Database, eventId: string, refundId: string): Promise<boolean> {
  const [row] = await database.$queryRaw<{ begun: boolean }[]>`
    select exists (select from refunds r where r.event_id = ${eventId}::uuid and r.id = ${refundId}::uuid) as begun`;
  return row?.begun === true;
}

export interface DisputeView {
  readonly disputeId: string;
  readonly orderId: string;
  readonly state: DisputeState;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reason: string;
  readonly evidenceDue: Date | null;
  readonly revokedCount: number;
  readonly openedAt: Date;
  readonly openedMicros: string;
  readonly closedAt: Date | null;
}

/** An event's disputes, newest first, those that follow `after`. */
export async function listDisputes(
  database: Database,
  eventId: string,
  after: { readonly openedMicros: string; readonly disputeId: string } | null,
  max: number,
): Promise<DisputeView[]> {
  return database.$queryRaw`
    select d.id as "disputeId", d.order_id as "orderId", d.state, d.amount_minor as "amountMinor", d.currency, d.reason,
      d.evidence_due as "evidenceDue", d.revoked_count as "revokedCount", d.opened_at as "openedAt",
      (extract(epoch from d.opened_at) * 1000000)::bigint::text as "openedMicros", d.closed_at as "closedAt"
    from disputes d
    where d.event_id = ${eventId}::uuid and (${after?.disputeId ?? null}::text is null or (d.opened_at, d.id)
      < ('epoch'::timestamptz + ${after?.openedMicros ?? '0'}::bigint * interval '1 microsecond', ${after?.disputeId ?? null}))
    order by d.opened_at desc, d.id desc limit ${max}::int`;
}
