import type Stripe from 'stripe';
import type { Database } from '../database/client.ts';
import type { PaymentOperation } from '../database/payment-operations.ts';
import { storeIntent } from '../database/purchase.ts';
import { recordRefund } from '../database/refunds.ts';
import { reach } from '../process/crash-points.ts';
import { settlesOperation } from '../states/decide-intent.ts';
import { madeSinceMs, mustEndIntent } from '../states/decide-operation.ts';
import { refundFacts } from './follow-refunds.ts';
import { type InspectOutcome, inspectIntent } from './inspect-intent.ts';
import { intentMismatches } from './mismatch-alarm.ts';

export interface PaymentStores {
  readonly database: Database;
  readonly stripe: Stripe;
}

/** It is recorded what became of a call: nothing is left to send. */
export interface Done {
  readonly kind: 'done';
  readonly inspected: InspectOutcome | null;
}

/** What became of a call cannot be told now: it stays unknown, and is asked again when due. */
export class StillUnknownError extends Error {
  override readonly name = 'StillUnknownError';
}

/** How many intents are looked through for one whose creation was never answered; where there are more, it is unknown. */
const intentsAskedMax = 10_000;

/**
 * Asks Stripe what became of a call whose answer says nothing. null: nothing did, it is still to be made. Throws
 * what Stripe fails with, and a StillUnknownError.
 */
export async function askAndRecord(stores: PaymentStores, operation: PaymentOperation): Promise<Done | null> {
  if (operation.kind === 'REFUND') return foundRefund(stores, operation);
  if (operation.kind === 'AUTHORIZE')
    return (await foundIntent(stores, operation)) ? { kind: 'done', inspected: null } : null;
  const cause = `asked after ${operation.kind.toLowerCase()}`;
  const inspected = await inspectIntent(stores, intentOf(operation), cause);
  const isSettled = inspected.kind === 'recorded' && settlesOperation(inspected.status);
  return isSettled ? { kind: 'done', inspected } : null;
}

async function foundIntent(
  { database, stripe }: PaymentStores,
  operation: PaymentOperation,
): Promise<boolean> {
  const created = { gte: Math.floor(madeSinceMs(operation.createdAt.getTime()) / 1000) };
  let asked = 0;
  for await (const intent of stripe.paymentIntents.list({ created, limit: 100 })) {
    if (intent.metadata.op_id === operation.opId) {
      await keepIntent({ database, stripe }, operation, intent);
      return true;
    }
    asked += 1;
    if (asked > intentsAskedMax)
      throw new StillUnknownError(`more than ${intentsAskedMax} intents were made since then`);
  }
  return false;
}

/** One that failed is over: whoever decided to try once more wants another. Of several that live, one is ours. */
async function foundRefund(
  { database, stripe }: PaymentStores,
  operation: PaymentOperation,
): Promise<Done | null> {
  const strange: InspectOutcome[] = [];
  let isFound = false;
  for await (const refund of stripe.refunds.list({ payment_intent: intentOf(operation), limit: 100 })) {
    const isOver = refund.status === 'failed' || refund.status === 'canceled';
    if (refund.metadata?.refund_id !== operation.refundId || isOver) continue;
    isFound = true;
    const inspected = await keepRefund(database, operation, refund);
    if (inspected !== null) strange.push(inspected);
  }
  return isFound ? { kind: 'done', inspected: strange[0] ?? null } : null;
}

/** Records the intent that Stripe made for an AUTHORIZE. */
export async function keepIntent(
  { database, stripe }: PaymentStores,
  operation: PaymentOperation,
  intent: Stripe.PaymentIntent,
): Promise<void> {
  if (intent.client_secret === null) throw new Error(`intent ${intent.id} came without a client secret`);
  const outcome = await storeIntent(database, operation, {
    id: intent.id,
    clientSecret: intent.client_secret,
    status: intent.status,
    amountMinor: intent.amount,
    currency: intent.currency,
  });
  if (!mustEndIntent(outcome)) return;
  reach('cancel-second-intent.before');
  await stripe.paymentIntents.cancel(intent.id);
  reach('cancel-second-intent.after');
}

/** Records the refund that Stripe made for a REFUND. What comes back is strange, for a person to look at. */
export async function keepRefund(
  database: Database,
  operation: PaymentOperation,
  refund: Stripe.Refund,
): Promise<InspectOutcome | null> {
  const outcome = await recordRefund(database, operation, refundFacts(refund));
  if (outcome !== 'SECOND_REFUND') return null;
  intentMismatches.inc();
  const { eventId, orderId, refundId } = operation;
  return { kind: 'secondRefund', order: { eventId, orderId }, refundId, stripeRefundId: refund.id };
}

export function intentOf(operation: PaymentOperation): string {
  if (operation.paymentIntentId === null)
    throw new Error(`${operation.kind} of ${operation.orderId} has no intent`);
  return operation.paymentIntentId;
}
