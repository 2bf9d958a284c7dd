import { triesBeforeParkingMax } from '../domain/limits.ts';
import { reach } from '../process/crash-points.ts';
import type { OperationKind, OperationState } from '../states/operation-states.ts';
import type { Database } from './client.ts';

/** What a call is made with, as Stripe's parameters are written; empty for calls that need none. */
export type OperationParameters = Readonly<Record<string, unknown>>;

/** One intended Stripe call with all that it needs. */
export interface PaymentOperation {
  readonly eventId: string;
  readonly opId: string;
  readonly orderId: string;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly attempt: number;
  /** How often it failed, over all attempts. */
  readonly failures: number;
  readonly amountMinor: number;
  /** When this attempt was written, before anything of it was sent; by the database's clock. */
  readonly createdAt: Date;
  readonly currency: string;
  readonly accountId: string;
  readonly payDeadline: Date;
  readonly paymentIntentId: string | null;
  /** The refund that a REFUND gives back; null for the other kinds. */
  readonly refundId: string | null;
  readonly tickets: readonly { readonly number: number; readonly fence: number }[];
}

/** What was committed of a call before it is made. */
export interface MarkedSent {
  readonly parameters: OperationParameters;
  /** Since it was first sent, by the database's clock; about 0 the first time. */
  readonly sentSecondsAgo: number;
  /** This database was restored to an earlier moment, and may have forgotten what it sent. */
  readonly isRestored: boolean;
}

/** null: no such operation. */
export async function loadOperation(
  database: Database,
  eventId: string,
  opId: string,
): Promise<PaymentOperation | null> {
  const rows = await database.$queryRaw<PaymentOperation[]>`
    select p.event_id as "eventId", p.op_id as "opId", p.order_id as "orderId", p.kind, p.state, p.attempt, p.failures,
      p.amount_minor as "amountMinor", p.created_at as "createdAt", o.currency,
      o.account_id as "accountId", o.pay_deadline as "payDeadline", y.payment_intent_id as "paymentIntentId",
      p.refund_id as "refundId",
      (select json_agg(json_build_object('number', l.ticket_number, 'fence', l.fence) order by l.ticket_number)
        from order_lines l where l.event_id = o.event_id and l.order_id = o.id) as tickets
    from payment_operations p
    join orders o on o.event_id = p.event_id and o.id = p.order_id
    left join payments y on y.event_id = p.event_id and y.order_id = p.order_id
    where p.event_id = ${eventId}::uuid and p.op_id = ${opId}::uuid`;
  return rows[0] ?? null;
}

/** The open operation of an order among AUTHORIZE, CAPTURE and CANCEL, or its open refund; null when nothing is open. */
export async function findOpenOperation(
  database: Database,
  eventId: string,
  orderId: string,
): Promise<string | null> {
  const rows = await database.$queryRaw<{ opId: string }[]>`
    select op_id as "opId" from payment_operations
    where event_id = ${eventId}::uuid and order_id = ${orderId}::uuid and state in ('PENDING', 'SENT', 'UNKNOWN')
    order by created_at limit 1`;
  return rows[0]?.opId ?? null;
}

/**
 * Commits that the call is about to be made, and with what: the same key always goes with the same parameters, those of
 * its first sending. null: another process has it, or it is settled. An operation that is SENT or UNKNOWN is taken again
 * only once it is due; `retryAfterSeconds` is when that is. A refund waits until the sale journal has it: money that went
 * back and of which a restored database knows nothing would go back again.
 */
export async function markSent(
  database: Database,
  eventId: string,
  opId: string,
  parameters: OperationParameters,
  retryAfterSeconds: number,
): Promise<MarkedSent | null> {
  reach('mark-sent.before');
  const rows = await database.$queryRaw<MarkedSent[]>`
    update payment_operations set state = 'SENT', sent_at = coalesce(sent_at, clock_timestamp()),
      parameters = case when parameters = '{}' then ${JSON.stringify(parameters)}::jsonb else parameters end,
      due_at = clock_timestamp() + make_interval(secs => ${retryAfterSeconds}::float8)
    where event_id = ${eventId}::uuid and op_id = ${opId}::uuid and parked_at is null
      and (state = 'PENDING' or (state in ('SENT', 'UNKNOWN') and due_at <= clock_timestamp()))
      and (kind <> 'REFUND' or is_journaled(event_id, order_id))
    returning parameters, extract(epoch from clock_timestamp() - sent_at)::float8 as "sentSecondsAgo",
      exists (select from recovery_state r where r.restored_to is not null) as "isRestored"`;
  reach('mark-sent.after');
  return rows[0] ?? null;
}

/** Stripe refused for good and made nothing. */
export async function failOperation(
  database: Database,
  eventId: string,
  opId: string,
  errorCode: string,
): Promise<void> {
  reach('fail-operation.before');
  await database.$executeRaw`
    update payment_operations set state = 'FAILED', error_code = ${errorCode}, settled_at = clock_timestamp()
    where event_id = ${eventId}::uuid and op_id = ${opId}::uuid and state in ('SENT', 'UNKNOWN')`;
  reach('fail-operation.after');
}

/**
 * The answer never came, or says nothing of what happened. Stripe is asked when it is due; after too many failures it is
 * parked instead.
 */
export async function markUnknown(
  database: Database,
  eventId: string,
  opId: string,
  errorCode: string,
  retryAfterSeconds: number,
): Promise<void> {
  reach('mark-unknown.before');
  await database.$executeRaw`
    update payment_operations set state = 'UNKNOWN', error_code = ${errorCode}, failures = failures + 1,
      parked_at = case when failures + 1 >= ${triesBeforeParkingMax}::int then clock_timestamp() end,
      due_at = clock_timestamp() + make_interval(secs => ${retryAfterSeconds}::float8)
    where event_id = ${eventId}::uuid and op_id = ${opId}::uuid and state in ('SENT', 'UNKNOWN')`;
  reach('mark-unknown.after');
}

/** Stripe did not take the call at all (over its rate): the same key again when it is due. */
export async function postpone(
  database: Database,
  eventId: string,
  opId: string,
  retryAfterSeconds: number,
): Promise<void> {
  reach('postpone.before');
  await database.$executeRaw`
    update payment_operations set due_at = clock_timestamp() + make_interval(secs => ${retryAfterSeconds}::float8)
    where event_id = ${eventId}::uuid and op_id = ${opId}::uuid and state in ('PENDING', 'SENT', 'UNKNOWN')`;
  reach('postpone.after');
}

/** Stripe refused for good, or its stored answer is useless: fails this attempt and opens the next with a new key. */
export async function openNextAttempt(
  database: Database,
  eventId: string,
  opId: string,
  errorCode: string,
  retryAfterSeconds: number,
): Promise<void> {
  reach('open-next-attempt.before');
  await database.$executeRaw`
    with failed as (
      update payment_operations set state = 'FAILED', error_code = ${errorCode}, settled_at = clock_timestamp()
      where event_id = ${eventId}::uuid and op_id = ${opId}::uuid and state in ('SENT', 'UNKNOWN')
      returning event_id, order_id, kind, attempt, amount_minor, refund_id, failures, parked_at)
    insert into payment_operations (event_id, order_id, kind, attempt, amount_minor, refund_id, failures, parked_at,
        error_code, due_at)
      select event_id, order_id, kind, attempt + 1, amount_minor, refund_id, failures, parked_at, ${errorCode},
        clock_timestamp() + make_interval(secs => ${retryAfterSeconds}::float8)
      from failed`;
  reach('open-next-attempt.after');
}

/**
 * Operations that are due and were overlooked by their job, oldest first. Refunds come last: thousands of them, when an
 * event is called off, must not hold up anybody's purchase.
 */
export async function loadDueOperations(
  database: Database,
  olderThanSeconds: number,
  max: number,
): Promise<{ readonly eventId: string; readonly opId: string }[]> {
  return database.$queryRaw`
    select event_id as "eventId", op_id as "opId" from payment_operations
    where state in ('PENDING', 'SENT', 'UNKNOWN') and parked_at is null
      and due_at <= clock_timestamp() - make_interval(secs => ${olderThanSeconds}::float8)
      and (kind <> 'REFUND' or is_journaled(event_id, order_id))
    order by kind = 'REFUND', due_at limit ${max}::int`;
}
