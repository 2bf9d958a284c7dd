import { reach } from '../process/crash-points.ts';
import type { RefundCause, RefundRunState } from '../states/refund-states.ts';
import type { Database } from './client.ts';
import type { OrderRef } from './purchase.ts';

/** A run that refunds every order of an event, bit by bit. */
export interface RefundRun {
  readonly eventId: string;
  readonly runId: string;
  readonly cause: Extract<RefundCause, 'EVENT_CANCELLED' | 'EVENT_MOVED'>;
  readonly reason: string;
  readonly actor: string;
}

/** Takes runs that are due, each for one worker at a time; a taken one is due again after `againSeconds`. */
export async function takeRefundRuns(
  database: Database,
  againSeconds: number,
  max: number,
): Promise<RefundRun[]> {
  reach('take-refund-runs.before');
  const taken = await database.$queryRaw<RefundRun[]>`
    update refund_runs r set due_at = clock_timestamp() + make_interval(secs => ${againSeconds}::float8)
    from (select event_id, id from refund_runs where state = 'RUNNING' and due_at <= clock_timestamp()
      order by due_at limit ${max}::int for update skip locked) due
    where r.event_id = due.event_id and r.id = due.id
    returning r.event_id as "eventId", r.id as "runId", r.cause, r.reason, r.actor`;
  if (taken.length > 0) reach('take-refund-runs.after');
  return taken;
}

/**
 * The next orders that a run gives back: paid, undisputed, with a ticket that lives. Of a moved event only those from
 * before the move, and no tickets that entered. None while `openMax` refunds of the run wait for Stripe: it sets
 * the pace. One that was parked waits for a person and holds nothing up.
 */
export async function loadOrdersToRefund(
  database: Database,
  run: Pick<RefundRun, 'eventId' | 'runId'>,
  openMax: number,
  max: number,
): Promise<OrderRef[]> {
  return database.$queryRaw`
    select o.event_id as "eventId", o.id as "orderId"
    from refund_runs r join orders o on o.event_id = r.event_id and o.state = 'PAID'
    where r.event_id = ${run.eventId}::uuid and r.id = ${run.runId}::uuid
      and (r.cause = 'EVENT_CANCELLED' or o.created_at < r.created_at)
      and exists (select from ticket_holders h where h.event_id = o.event_id and h.order_id = o.id and h.holder is not null
        and (r.cause = 'EVENT_CANCELLED' or h.kind <> 'CHECKIN'))
      and not is_disputed(o.event_id, o.id)
    order by o.id
    limit greatest(0, least(${max}::int, ${openMax}::int - (select count(*)::int from refunds w
      where w.event_id = ${run.eventId}::uuid and w.run_id = ${run.runId}::uuid and w.state = 'PENDING'
        and not exists (select from payment_operations p where p.event_id = w.event_id and p.refund_id = w.id
          and p.parked_at is not null and p.state in ('PENDING', 'SENT', 'UNKNOWN')))))`;
}

/**
 * Ends a run when nothing is left to do: no order could still become paid, none is left to refund, and Stripe took every
 * refund. Disputed orders are not waited for; theirs is decided by the bank. true: it ended now.
 */
export async function finishRefundRun(
  database: Database,
  run: Pick<RefundRun, 'eventId' | 'runId'>,
): Promise<boolean> {
  reach('finish-refund-run.before');
  const rows = await database.$queryRaw<{ ended: boolean }[]>`
    select finish_refund_run(${run.eventId}::uuid, ${run.runId}::uuid) as ended`;
  reach('finish-refund-run.after');
  return rows[0]?.ended === true;
}

/** Pauses or resumes; the audit log says who, in the same statement. false: it is not in a state from which it could. */
export async function switchRefundRun(
  database: Database,
  run: Pick<RefundRun, 'eventId' | 'runId'>,
  to: Exclude<RefundRunState, 'DONE'>,
  actor: string,
): Promise<boolean> {
  const from: RefundRunState = to === 'PAUSED' ? 'RUNNING' : 'PAUSED';
  reach('switch-refund-run.before');
  const switched = await database.$executeRaw`
    with switched as (
      update refund_runs set state = ${to}, due_at = clock_timestamp()
      where event_id = ${run.eventId}::uuid and id = ${run.runId}::uuid and state = ${from} returning event_id)
    insert into audit_log (actor, vendor_id, action, subject, detail)
    select ${actor}::uuid, e.vendor_id, ${to === 'PAUSED' ? 'refund-run.pause' : 'refund-run.resume'},
      ${`refund-run:${run.runId}`}, jsonb_build_object('eventId', e.id)
    from switched s join events e on e.id = s.event_id`;
  reach('switch-refund-run.after');
  return switched === 1;
}

/** How far a run is. Counts are of now. */
export interface RefundRunView extends RefundRun {
  readonly state: RefundRunState;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  /** Orders that still have to be refunded, or could still become paid. */
  readonly ordersLeft: number;
  /** Orders left to the bank, because their payment is disputed. */
  readonly ordersDisputed: number;
  readonly refundsPending: number;
  readonly refundsDone: number;
  readonly refundsFailed: number;
  /** Taken by Stripe or paid back another way. Minor units. */
  readonly refundedMinor: number;
}

export async function listRefundRuns(
  database: Database,
  eventId: string,
  max: number,
): Promise<RefundRunView[]> {
  return database.$queryRaw`
    select r.event_id as "eventId", r.id as "runId", r.cause, r.reason, r.actor, r.state, r.created_at as "createdAt",
      r.finished_at as "finishedAt", o.left::int as "ordersLeft", o.disputed::int as "ordersDisputed",
      w.pending::int as "refundsPending", w.done::int as "refundsDone", w.failed::int as "refundsFailed",
      w.refunded::int as "refundedMinor"
    from refund_runs r
    cross join lateral (select
        count(*) filter (where not disputed) as left, count(*) filter (where disputed) as disputed
      from (select is_disputed(p.event_id, p.id) as disputed from orders p where p.event_id = r.event_id
        and r.state <> 'DONE' and (r.cause = 'EVENT_CANCELLED' or p.created_at < r.created_at)
        and (p.state in ('PENDING_PAYMENT', 'AUTHORIZED', 'FINALIZED', 'EXPIRING')
          or (p.state = 'PAID' and exists (select from ticket_holders h where h.event_id = p.event_id and h.order_id = p.id
            and h.holder is not null and (r.cause = 'EVENT_CANCELLED' or h.kind <> 'CHECKIN'))))) unfinished) o
    cross join lateral (select count(*) filter (where f.state = 'PENDING') as pending,
        count(*) filter (where f.state in ('ACCEPTED', 'SUCCEEDED', 'SETTLED')) as done,
        count(*) filter (where f.state = 'FAILED') as failed,
        coalesce(sum(f.amount_minor) filter (where f.state in ('ACCEPTED', 'SUCCEEDED', 'SETTLED')), 0) as refunded
      from refunds f where f.event_id = r.event_id and f.run_id = r.id) w
    where r.event_id = ${eventId}::uuid order by r.created_at desc limit ${max}::int`;
}
