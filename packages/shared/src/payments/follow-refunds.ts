import type Stripe from 'stripe';
import type { Database } from '../database/client.ts';
import { findOrderOfIntent } from '../database/due-orders.ts';
import { followRefund, type SettleOutcome, type StripeRefundFacts } from '../database/refunds.ts';

/** A refund at Stripe that is none of ours, or one too many: money that a person must look at. */
export interface StrangeRefund {
  readonly refundId: string;
  readonly paymentIntentId: string;
  readonly amountMinor: number;
  readonly outcome: SettleOutcome | 'NOT_OURS';
}

const refundsPerPage = 100;

/** Asks Stripe about the refunds of an intent and records what it says. Answers with those that do not fit. */
export async function followRefunds(
  { database, stripe }: { readonly database: Database; readonly stripe: Stripe },
  paymentIntentId: string,
): Promise<readonly StrangeRefund[]> {
  const order = await findOrderOfIntent(database, paymentIntentId);
  const strange: StrangeRefund[] = [];
  for await (const refund of stripe.refunds.list({
    payment_intent: paymentIntentId,
    limit: refundsPerPage,
  })) {
    const refundId = refund.metadata?.refund_id;
    const outcome =
      order === null || refundId === undefined
        ? 'NOT_OURS'
        : await followRefund(database, { eventId: order.eventId, refundId }, refundFacts(refund));
    if (!['RECORDED', 'ALREADY'].includes(outcome))
      strange.push({ refundId: refund.id, paymentIntentId, amountMinor: refund.amount, outcome });
  }
  return strange;
}

export function refundFacts(refund: Stripe.Refund): StripeRefundFacts {
  return { id: refund.id, status: refund.status ?? 'pending', failure: refund.failure_reason ?? null };
}
