import { reach } from '../process/crash-points.ts';
import type { RefundCause, RefundState } from '../states/refund-states.ts';
import type { Database } from './client.ts';
import { askAgain } from './postgres-failure.ts';
import type { OrderRef } from './purchase.ts';

/** The statements about money that goes back (prisma/migrations/…_money_back). Asking again is always safe. */

export interface RefundDraft extends OrderRef {
  readonly refundId: string;
  /** null: all tickets of the order that live. */
  readonly tickets: readonly number[] | null;
  /** What the vendor keeps of each ticket's price. Minor units. */
  readonly feeMinorPerTicket: number;
  readonly cause: RefundCause;
  readonly actor: string;
  readonly reason: string;
  /** SHA-256 over the request's canonical content: the same refund id with another content is KEY_REUSED. */
  readonly requestHash: Uint8Array<ArrayBuffer>;
  readonly runId: string | null;
  /** Also tickets that entered the venue. */
  readonly evenEntered: boolean;
}

export type RefundOutcome =
  | { readonly kind: 'REFUNDING'; readonly tickets: readonly number[] }
  | {
      readonly kind: 'REPLAYED' | 'KEY_REUSED' | 'NO_ORDER' | 'DISPUTED' | 'NOTHING_LIVES' | 'NOT_REFUNDABLE';
    }
  | { readonly kind: 'NOT_PAID'; readonly state: string }
  | { readonly kind: 'NOT_LIVE' | 'ENTERED'; readonly tickets: readonly number[] }
  | { readonly kind: 'FEE_TOO_HIGH'; readonly ticket: number; readonly priceMinor: number };

/** Takes tickets back from their holders and intends their money to go back: all of them or none. */
export async function refundTickets(database: Database, draft: RefundDraft): Promise<RefundOutcome> {
  reach('refund-tickets.before');
  const [row] = await askAgain(
    () => database.$queryRaw<{ outcome: string; detail: object }[]>`
    select outcome, detail from refund_tickets(${draft.eventId}::uuid, ${draft.orderId}::uuid, ${draft.refundId}::uuid,
      ${draft.tickets === null ? null : [...draft.tickets]}::int[], ${draft.feeMinorPerTicket}::int, ${draft.cause},
      ${draft.actor}::uuid, ${draft.reason}, ${draft.requestHash}, ${draft.runId}::uuid, ${draft.evenEntered})`,
  );
  reach('refund-tickets.after');
  if (row === undefined) throw new Error('refund_tickets answered nothing');
  return { kind: row.outcome, ...row.detail } as RefundOutcome;
}

/** SECOND_REFUND: Stripe made another one for the same refund, which is for a person to look at. */
export type SettleOutcome = 'RECORDED' | 'ALREADY' | 'NO_REFUND' | 'SECOND_REFUND';

/** A refund as Stripe has it. */
export interface StripeRefundFacts {
  readonly id: string;
  readonly status: string;
  readonly failure: string | null;
}

/** What Stripe answered to a REFUND operation. */
export async function recordRefund(
  database: Database,
  operation: { readonly eventId: string; readonly opId: string },
  refund: StripeRefundFacts,
): Promise<SettleOutcome> {
  reach('record-refund.before');
  const [row] = await askAgain(
    () => database.$queryRaw<{ outcome: SettleOutcome }[]>`
    select record_refund(${operation.eventId}::uuid, ${operation.opId}::uuid, ${refund.id}, ${refund.status},
      ${refund.failure}) as outcome`,
  );
  reach('record-refund.after');
  if (row === undefined) throw new Error('record_refund answered nothing');
  return row.outcome;
}

/** Stripe refused a REFUND operation for good and made nothing: a person decides. */
export async function refuseRefund(
  database: Database,
  operation: { readonly eventId: string; readonly opId: string },
  errorCode: string,
): Promise<void> {
  reach('refuse-refund.before');
  await askAgain(
    () => database.$queryRaw`
    select refuse_refund(${operation.eventId}::uuid, ${operation.opId}::uuid, ${errorCode})`,
  );
  reach('refuse-refund.after');
}

/** What Stripe tells later of a refund that it took. */
export async function followRefund(
  database: Database,
  refund: { readonly eventId: string; readonly refundId: string },
  told: StripeRefundFacts,
): Promise<SettleOutcome> {
  reach('follow-refund.before');
  const [row] = await askAgain(
    () => database.$queryRaw<{ outcome: SettleOutcome }[]>`
    select follow_refund(${refund.eventId}::uuid, ${refund.refundId}::uuid, ${told.id}, ${told.status},
      ${told.failure}) as outcome`,
  );
  reach('follow-refund.after');
  if (row === undefined) throw new Error('follow_refund answered nothing');
  return row.outcome;
}

export type FailedRefundDecision =
  | { readonly kind: 'PENDING' | 'SETTLED' | 'NO_REFUND' }
  | { readonly kind: 'NOT_FAILED'; readonly state: RefundState };

/** A person decides about a refund that the bank sent back; the audit log says who, in the same statement. */
export async function decideFailedRefund(
  database: Database,
  refund: { readonly eventId: string; readonly refundId: string },
  decision: { readonly onceMore: boolean; readonly actor: string; readonly reason: string },
): Promise<FailedRefundDecision> {
  reach('decide-failed-refund.before');
  const [row] = await askAgain(
    () => database.$queryRaw<{ outcome: string; state: string | null }[]>`
    with decided as materialized (
      select outcome, state from decide_failed_refund(${refund.eventId}::uuid, ${refund.refundId}::uuid,
        ${decision.onceMore}, ${decision.actor}::uuid, ${decision.reason})),
    audited as (
      insert into audit_log (actor, vendor_id, action, subject, detail)
      select ${decision.actor}::uuid, e.vendor_id, ${decision.onceMore ? 'refund.retry' : 'refund.settle'},
        ${`refund:${refund.refundId}`}, jsonb_build_object('eventId', e.id, 'reason', ${decision.reason}::text)
      from decided d join events e on e.id = ${refund.eventId}::uuid where d.outcome in ('PENDING', 'SETTLED'))
    select outcome, state from decided`,
  );
  reach('decide-failed-refund.after');
  if (row === undefined) throw new Error('decide_failed_refund answered nothing');
  return { kind: row.outcome, state: row.state } as FailedRefundDecision;
}

/**
 * Intents with a refund of which the bank has not had the last word, nothing heard for `quietSeconds`. Each is handed out
 * once in that time, whoever asks.
 */
export async function takeRefundsToAsk(
  database: Database,
  quietSeconds: number,
  max: number,
): Promise<{ readonly paymentIntentId: string }[]> {
  reach('take-refunds-to-ask.before');
  const taken = await database.$queryRaw<{ readonly paymentIntentId: string }[]>`
    with due as (
      select event_id, id from refunds
      where state = 'ACCEPTED' and asked_at <= clock_timestamp() - make_interval(secs => ${quietSeconds}::float8)
      order by asked_at limit ${max}::int for update skip locked),
    taken as (
      update refunds r set asked_at = clock_timestamp() from due
      where r.event_id = due.event_id and r.id = due.id returning r.event_id, r.order_id)
    select distinct y.payment_intent_id as "paymentIntentId"
    from taken join payments y on y.event_id = taken.event_id and y.order_id = taken.order_id`;
  if (taken.length > 0) reach('take-refunds-to-ask.after');
  return taken;
}
