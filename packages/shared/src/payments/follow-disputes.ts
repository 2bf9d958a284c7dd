import type Stripe from 'stripe';
import type { Database } from '../database/client.ts';
import { type DisputeOutcome, recordDispute } from '../database/disputes.ts';
import { findOrderOfIntent } from '../database/due-orders.ts';
import { disputeStateOf } from '../states/dispute-states.ts';

interface Stores {
  readonly database: Database;
  readonly stripe: Stripe;
}

export interface FollowedDispute {
  readonly disputeId: string;
  /** FAILED: the database could not take it, for `reason`; it is found again when asked again. */
  readonly outcome: DisputeOutcome | 'FAILED';
  readonly reason?: string;
}

const disputesPerPage = 100;

/** Asks Stripe about the disputes of an intent and records what it says. */
export function followDisputes(stores: Stores, paymentIntentId: string): Promise<readonly FollowedDispute[]> {
  return recordAll(stores, { payment_intent: paymentIntentId });
}

/** Asks for all disputes that came since then: the way in which one is found of which no webhook arrived. */
export function discoverDisputes(stores: Stores, sinceSeconds: number): Promise<readonly FollowedDispute[]> {
  return recordAll(stores, { created: { gte: sinceSeconds } });
}

async function recordAll(
  { database, stripe }: Stores,
  which: Stripe.DisputeListParams,
): Promise<readonly FollowedDispute[]> {
  const followed: FollowedDispute[] = [];
  for await (const dispute of stripe.disputes.list({ ...which, limit: disputesPerPage })) {
    const intent = dispute.payment_intent;
    const intentId = typeof intent === 'string' ? intent : (intent?.id ?? null);
    try {
      const order = intentId === null ? null : await findOrderOfIntent(database, intentId);
      const outcome = order === null ? 'NO_ORDER' : await recordDispute(database, order, factsOf(dispute));
      if (outcome !== 'ALREADY') followed.push({ disputeId: dispute.id, outcome });
    } catch (error) {
      // Those that come behind it in the list must not wait for it.
      followed.push({ disputeId: dispute.id, outcome: 'FAILED', reason: String(error) });
    }
  }
  return followed;
}

function factsOf(dispute: Stripe.Dispute) {
  const due = dispute.evidence_details.due_by;
  return {
    id: dispute.id,
    state: disputeStateOf(dispute.status),
    amountMinor: dispute.amount,
    currency: dispute.currency,
    reason: dispute.reason,
    evidenceDue: due === null ? null : new Date(due * 1000),
  };
}
