import type Stripe from 'stripe';
import type { Database } from '../database/client.ts';
import {
  failOperation,
  loadOperation,
  markSent,
  markUnknown,
  type OperationParameters,
  openNextAttempt,
  type PaymentOperation,
  postpone,
} from '../database/payment-operations.ts';
import { recordRefunded, storeIntent } from '../database/purchase.ts';
import { reach } from '../process/crash-points.ts';
import { paced } from '../process/recovery-pace.ts';
import { classifyStripeError } from './classify-stripe-error.ts';
import { type InspectOutcome, inspectIntent, recordIntent } from './inspect-intent.ts';
import { intentMetadata } from './intent-metadata.ts';

export interface PaymentStores {
  readonly database: Database;
  readonly stripe: Stripe;
}

export type PerformOutcome =
  | { readonly kind: 'done'; readonly inspected: InspectOutcome | null }
  /** Another process has it, or it is settled. */
  | { readonly kind: 'notOurs' }
  /** It is tried again when due. */
  | { readonly kind: 'later'; readonly why: string };

/** A call that was sent is left alone for this long; then a sweeper may ask what became of it. Seconds. */
const sentGraceSeconds = 15;
const retryDelaySeconds = 2;
const notTakenDelaySeconds = 0.5;
const retryDelaySecondsMax = 300;
/** Stripe may forget a key after 24 hours: past this age we ask before we send. Seconds. */
const keyAgeSecondsMax = 20 * 3600;
/** How many intents are looked through for one whose creation was never answered. */
const intentsAskedMax = 1_000;

/**
 * Makes one intended Stripe call and records its outcome: SENT is committed first, the operation's id is the idempotency
 * key, and after a doubtful answer Stripe is asked before a new key is used. Safe to call at any time, any number of
 * times, from any process.
 */
export async function performOperation(
  stores: PaymentStores,
  eventId: string,
  opId: string,
): Promise<PerformOutcome> {
  const operation = await loadOperation(stores.database, eventId, opId);
  if (operation === null) return { kind: 'notOurs' };
  const intended = parametersOf(operation);
  const parameters = await markSent(stores.database, eventId, opId, intended, paced(sentGraceSeconds));
  if (parameters === null) return { kind: 'notOurs' };
  try {
    if (mustAskFirst(operation) && (await askedAndRecorded(stores, operation))) {
      return { kind: 'done', inspected: null };
    }
    return { kind: 'done', inspected: await call(stores, operation, parameters) };
  } catch (error) {
    return settleFailure(stores, operation, error);
  }
}

function mustAskFirst(operation: PaymentOperation): boolean {
  return operation.sentSecondsAgo !== null && operation.sentSecondsAgo > keyAgeSecondsMax;
}

function parametersOf(operation: PaymentOperation): OperationParameters {
  switch (operation.kind) {
    case 'AUTHORIZE':
      return {
        amount: operation.amountMinor,
        currency: operation.currency,
        capture_method: 'manual',
        allowed_payment_method_types: ['card'],
        metadata: intentMetadata(operation),
      };
    case 'REFUND':
      return {
        payment_intent: intentOf(operation),
        amount: operation.amountMinor,
        metadata: { op_id: operation.opId, order_id: operation.orderId },
      };
    default:
      return {};
  }
}

async function call(
  { database, stripe }: PaymentStores,
  operation: PaymentOperation,
  parameters: OperationParameters,
): Promise<InspectOutcome | null> {
  const options = { idempotencyKey: operation.opId };
  switch (operation.kind) {
    case 'AUTHORIZE': {
      reach('create-intent.before');
      const intent = await stripe.paymentIntents.create(
        parameters as unknown as Stripe.PaymentIntentCreateParams,
        options,
      );
      reach('create-intent.after');
      await keepIntent({ database, stripe }, operation, intent);
      return null;
    }
    case 'CAPTURE': {
      reach('capture-intent.before');
      const intent = await stripe.paymentIntents.capture(intentOf(operation), {}, options);
      reach('capture-intent.after');
      return recordIntent(database, operation, intent, 'captured');
    }
    case 'CANCEL': {
      reach('cancel-intent.before');
      const intent = await stripe.paymentIntents.cancel(intentOf(operation), {}, options);
      reach('cancel-intent.after');
      return recordIntent(database, operation, intent, 'cancelled at Stripe');
    }
    case 'REFUND': {
      reach('create-refund.before');
      const refund = await stripe.refunds.create(parameters as Stripe.RefundCreateParams, options);
      reach('create-refund.after');
      if (refund.status === 'failed' || refund.status === 'canceled') {
        await openNextAttempt(
          database,
          operation.eventId,
          operation.opId,
          'refund_failed',
          retryDelaySecondsMax,
        );
      } else {
        await recordRefunded(database, operation, { id: refund.id, amountMinor: refund.amount });
      }
      return null;
    }
  }
}

/** An order has one intent. A second one, made when the first answer was lost, was never shown to anybody: it is ended. */
async function keepIntent(
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
  if (outcome !== 'INTENT_DIFFERS') return;
  reach('cancel-second-intent.before');
  await stripe.paymentIntents.cancel(intent.id);
  reach('cancel-second-intent.after');
}

function intentOf(operation: PaymentOperation): string {
  if (operation.paymentIntentId === null)
    throw new Error(`${operation.kind} of ${operation.orderId} has no intent`);
  return operation.paymentIntentId;
}

async function settleFailure(
  stores: PaymentStores,
  operation: PaymentOperation,
  error: unknown,
): Promise<PerformOutcome> {
  const { database } = stores;
  const { eventId, opId } = operation;
  const verdict = classifyStripeError(error);
  const delay = Math.min(retryDelaySeconds * 2 ** Math.min(operation.attempt - 1, 10), retryDelaySecondsMax);
  switch (verdict) {
    case 'not-taken':
      await postpone(database, eventId, opId, notTakenDelaySeconds);
      break;
    case 'no-answer':
      await markUnknown(database, eventId, opId, 'no_answer', delay);
      break;
    case 'server-fault':
    case 'wrong-state':
      await markUnknown(database, eventId, opId, verdict.replace('-', '_'), delay);
      if (await askedAndRecorded(stores, operation)) return { kind: 'done', inspected: null };
      await openNextAttempt(database, eventId, opId, verdict.replace('-', '_'), delay);
      break;
    case 'refused':
      // A refused creation made nothing: the order ends at its deadline. Anything else is looked at, then tried anew.
      if (operation.kind === 'AUTHORIZE') {
        await failOperation(database, eventId, opId, errorCode(error));
      } else {
        await markUnknown(database, eventId, opId, errorCode(error), retryDelaySecondsMax);
        if (await askedAndRecorded(stores, operation)) return { kind: 'done', inspected: null };
        await openNextAttempt(database, eventId, opId, errorCode(error), retryDelaySecondsMax);
      }
      break;
  }
  return { kind: 'later', why: `${verdict}: ${errorCode(error)}` };
}

/** Asks Stripe what became of a call whose answer says nothing. true: it is recorded, nothing is left to send. */
async function askedAndRecorded(stores: PaymentStores, operation: PaymentOperation): Promise<boolean> {
  if (operation.kind === 'AUTHORIZE') return foundIntent(stores, operation);
  if (operation.kind === 'REFUND') return foundRefund(stores, operation);
  const outcome = await inspectIntent(
    stores,
    intentOf(operation),
    `asked after ${operation.kind.toLowerCase()}`,
  );
  // Only an intent at its end settles a capture or a cancel; one that can still be captured was not touched.
  return outcome.kind === 'recorded' && ['succeeded', 'canceled'].includes(outcome.status);
}

async function foundIntent(
  { database, stripe }: PaymentStores,
  operation: PaymentOperation,
): Promise<boolean> {
  const sentAt = operation.sentAt ?? new Date();
  const created = { gte: Math.floor(sentAt.getTime() / 1000) - 60 };
  let asked = 0;
  for await (const intent of stripe.paymentIntents.list({ created, limit: 100 })) {
    if (intent.metadata.op_id === operation.opId) {
      await keepIntent({ database, stripe }, operation, intent);
      return true;
    }
    asked += 1;
    if (asked >= intentsAskedMax) break;
  }
  return false;
}

async function foundRefund(
  { database, stripe }: PaymentStores,
  operation: PaymentOperation,
): Promise<boolean> {
  for await (const refund of stripe.refunds.list({ payment_intent: intentOf(operation), limit: 100 })) {
    if (refund.metadata?.op_id === operation.opId && refund.status !== 'failed') {
      await recordRefunded(database, operation, { id: refund.id, amountMinor: refund.amount });
      return true;
    }
  }
  return false;
}

function errorCode(error: unknown): string {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return String(code ?? message ?? 'unknown').slice(0, 200);
}
