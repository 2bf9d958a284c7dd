import type { Logger } from 'pino';
import type Stripe from 'stripe';
import type { Database } from '../database/client.ts';
import { findOrderOfIntent } from '../database/due-orders.ts';
import {
  type OrderRef,
  recordAuthorized,
  recordCanceled,
  recordCaptured,
  stretchForThreeDSecure,
} from '../database/purchase.ts';
import { threeDSecureSeconds } from '../domain/limits.ts';
import { decideIntent } from '../states/decide-intent.ts';
import { isIntentOf } from './intent-metadata.ts';
import { intentMismatches } from './mismatch-alarm.ts';

export type InspectOutcome =
  /** The order is AUTHORIZED now: it can be finalized. */
  | { readonly kind: 'authorized'; readonly order: OrderRef }
  /** Something was recorded that may have left an operation due (a capture refunded, a cancel appended). */
  | {
      readonly kind: 'recorded';
      readonly order: OrderRef;
      readonly outcome: string;
      /** As Stripe has it. */
      readonly status: string;
    }
  /** Stripe has made another refund for one of ours: money may have gone back twice. */
  | {
      readonly kind: 'secondRefund';
      readonly order: OrderRef;
      readonly refundId: string | null;
      readonly stripeRefundId: string;
    }
  /** The buyer has not finished: nothing to record. */
  | { readonly kind: 'waiting'; readonly order: OrderRef; readonly status: string }
  | { readonly kind: 'unknownIntent' };

/**
 * Asks Stripe about an intent and records what it says. The three paths that discover a payment (the buyer's return, a
 * webhook, the poller) all come here, so any one of them is enough and all of them together do no harm.
 */
export async function inspectIntent(
  { database, stripe }: { readonly database: Database; readonly stripe: Stripe },
  paymentIntentId: string,
  cause: string,
): Promise<InspectOutcome> {
  const intent = await stripe.paymentIntents.retrieve(paymentIntentId, { expand: ['latest_charge'] });
  const order = await findOrderOfIntent(database, paymentIntentId);
  if (order === null) return { kind: 'unknownIntent' };
  return recordIntent(database, order, intent, cause);
}

/** Records an intent as Stripe just showed it. */
export async function recordIntent(
  database: Database,
  order: OrderRef,
  intent: Stripe.PaymentIntent,
  cause: string,
): Promise<InspectOutcome> {
  switch (decideIntent(intent.status)) {
    case 'authorized': {
      const outcome = await recordAuthorized(
        database,
        order,
        {
          amountMinor: intent.amount,
          currency: intent.currency,
          ours: isIntentOf(intent.metadata, order),
          captureBefore: captureBefore(intent),
        },
        cause,
      );
      if (outcome === 'LOST') intentMismatches.inc();
      return outcome === 'AUTHORIZED'
        ? { kind: 'authorized', order }
        : { kind: 'recorded', order, outcome, status: intent.status };
    }
    case 'captured': {
      const recorded = await recordCaptured(database, order, intent.amount_received, cause);
      const isShort = recorded === 'PAID' && intent.amount_received !== intent.amount;
      if (isShort) intentMismatches.inc();
      const outcome = isShort ? 'PAID_SHORT' : recorded;
      return { kind: 'recorded', order, outcome, status: intent.status };
    }
    case 'canceled':
      return {
        kind: 'recorded',
        order,
        outcome: await recordCanceled(database, order, cause),
        status: intent.status,
      };
    case 'nothing':
      if (intent.status === 'requires_action')
        await stretchForThreeDSecure(database, order, threeDSecureSeconds);
      return { kind: 'waiting', order, status: intent.status };
  }
}

/** Until when the authorization can be captured, as the charge says. */
function captureBefore(intent: Stripe.PaymentIntent): Date | null {
  const charge = intent.latest_charge;
  if (charge === null || typeof charge === 'string') return null;
  const seconds = charge.payment_method_details?.card?.capture_before;
  return seconds === undefined ? null : new Date(seconds * 1000);
}

/** Says what does not fit, for a person to look at: nothing else in the books would show it. */
export function tellMismatch(log: Pick<Logger, 'error'>, outcome: InspectOutcome | null): void {
  if (outcome?.kind === 'secondRefund') {
    const { order, refundId, stripeRefundId } = outcome;
    log.error(
      { ...order, refundId, stripeRefundId },
      'Stripe made another refund for the same one of ours: a person must look at it',
    );
  }
  if (outcome?.kind !== 'recorded') return;
  if (outcome.outcome === 'LOST')
    log.error(
      outcome.order,
      "an authorization is not for its order's amount, currency or tickets: it was not sold and is given back",
    );
  if (outcome.outcome === 'PAID_SHORT')
    log.error(outcome.order, 'a sold order was captured for another amount than its price, by somebody else');
}
