import { reach } from '../process/crash-points.ts';
import type { DisputeState } from '../states/dispute-states.ts';
import type { Database } from './client.ts';
import { askAgain } from './postgres-failure.ts';
import type { OrderRef } from './purchase.ts';

/** A dispute as Stripe has it, in our words. */
export interface DisputeFacts {
  readonly id: string;
  readonly state: DisputeState;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reason: string;
  readonly evidenceDue: Date | null;
}

export type DisputeOutcome = 'OPENED' | 'CHANGED' | 'REVOKED' | 'ALREADY' | 'NO_ORDER';

/** Records what Stripe says of a dispute. REVOKED: it was lost, and the order's tickets were taken back. */
export async function recordDispute(
  database: Database,
  order: OrderRef,
  dispute: DisputeFacts,
): Promise<DisputeOutcome> {
  reach('record-dispute.before');
  const [row] = await askAgain(
    () => database.$queryRaw<{ outcome: DisputeOutcome }[]>`
    select record_dispute(${order.eventId}::uuid, ${order.orderId}::uuid, ${dispute.id}, ${dispute.state},
      ${dispute.amountMinor}::int, ${dispute.currency}, ${dispute.reason}, ${dispute.evidenceDue}::timestamptz) as outcome`,
  );
  reach('record-dispute.after');
  if (row === undefined) throw new Error('record_dispute answered nothing');
  return row.outcome;
}

/**
 * Intents with a dispute that is not over, any `max` of them: they stay open for months, and each gets its turn. Asked from
 * time to time, in case that every webhook of it was lost.
 */
export async function loadUnsettledDisputes(
  database: Database,
  max: number,
): Promise<{ readonly paymentIntentId: string }[]> {
  return database.$queryRaw`
    select "paymentIntentId" from (
      select distinct y.payment_intent_id as "paymentIntentId" from disputes d
      join payments y on y.event_id = d.event_id and y.order_id = d.order_id
      where d.state in ('INQUIRY', 'OPEN')) unsettled
    order by random() limit ${max}::int`;
}
