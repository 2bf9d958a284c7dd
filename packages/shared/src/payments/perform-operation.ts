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
import { storeIntent } from '../database/purchase.ts';
import { recordRefund, refuseRefund } from '../database/refunds.ts';
import { reach } from '../process/crash-points.ts';
import { paced } from '../process/recovery-pace.ts';
import { settlesOperation } from '../states/decide-intent.ts';
import {
  decideFailure,
  idempotencyKeyOf,
  isTooLateToSend,
  madeSinceMs,
  mustAskFirst,
  mustEndIntent,
  sentGraceSeconds,
} from '../states/decide-operation.ts';
import { classifyStripeError } from './classify-stripe-error.ts';
import { refundFacts } from './follow-refunds.ts';
import { type InspectOutcome, inspectIntent, recordIntent } from './inspect-intent.ts';
import { intentMetadata } from './intent-metadata.ts';
import { intentMismatches } from './mismatch-alarm.ts';
import { wasTooLate } from './not-sent-error.ts';
import { sendInTime } from './send-in-time.ts';

export interface PaymentStores {
  readonly database: Database;
  readonly stripe: Stripe;
}

interface Done {
  readonly kind: 'done';
  readonly inspected: InspectOutcome | null;
}

export type PerformOutcome =
  | Done
  /** Another process has it, or it is settled. */
  | { readonly kind: 'notOurs' }
  /** It is tried again when due. */
  | { readonly kind: 'later'; readonly why: string };

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
  // The wall clock: a monotonic one stands still while the machine does.
  const markedAtMs = Date.now();
  const graceSeconds = paced(sentGraceSeconds);
  const marked = await markSent(stores.database, eventId, opId, intended, graceSeconds);
  if (marked === null) return { kind: 'notOurs' };
  const { parameters, sentSecondsAgo, isRestored } = marked;
  try {
    const { kind, attempt } = operation;
    const askedFirst = mustAskFirst({ kind, attempt, sentSecondsAgo, isRestored });
    const found = askedFirst ? await askAndRecord(stores, operation) : null;
    if (found !== null) return found;
    const isTooLate = (): boolean => {
      const heldSeconds = (Date.now() - markedAtMs) / 1000;
      return isTooLateToSend({ kind, askedFirst, sentSecondsAgo, heldSeconds, graceSeconds });
    };
    return { kind: 'done', inspected: await call(stores, operation, parameters, isTooLate) };
  } catch (error) {
    // Nothing is written: another process may hold it by now.
    if (wasTooLate(error)) return { kind: 'later', why: 'too late to send: it is asked about when due' };
    return settleFailure(stores, operation, error);
  }
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
        metadata: { op_id: operation.opId, order_id: operation.orderId, refund_id: operation.refundId },
      };
    default:
      return {};
  }
}

async function call(
  { database, stripe }: PaymentStores,
  operation: PaymentOperation,
  parameters: OperationParameters,
  isTooLate: () => boolean,
): Promise<InspectOutcome | null> {
  const options = { idempotencyKey: idempotencyKeyOf(operation) };
  switch (operation.kind) {
    case 'AUTHORIZE': {
      reach('create-intent.before');
      const intent = await sendInTime(isTooLate, () =>
        stripe.paymentIntents.create(parameters as unknown as Stripe.PaymentIntentCreateParams, options),
      );
      reach('create-intent.after');
      await keepIntent({ database, stripe }, operation, intent);
      return null;
    }
    case 'CAPTURE': {
      reach('capture-intent.before');
      const intent = await sendInTime(isTooLate, () =>
        stripe.paymentIntents.capture(intentOf(operation), {}, options),
      );
      reach('capture-intent.after');
      return recordIntent(database, operation, intent, 'captured');
    }
    case 'CANCEL': {
      reach('cancel-intent.before');
      const intent = await sendInTime(isTooLate, () =>
        stripe.paymentIntents.cancel(intentOf(operation), {}, options),
      );
      reach('cancel-intent.after');
      return recordIntent(database, operation, intent, 'cancelled at Stripe');
    }
    case 'REFUND': {
      reach('create-refund.before');
      const refund = await sendInTime(isTooLate, () =>
        stripe.refunds.create(parameters as Stripe.RefundCreateParams, options),
      );
      reach('create-refund.after');
      return keepRefund(database, operation, refund);
    }
  }
}

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
  if (!mustEndIntent(outcome)) return;
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
  let found: Done | null = null;
  const verdict = classifyStripeError(error);
  // Delays double with every failure, also of one key, so that parking comes after half an hour and not after seconds.
  const step = decideFailure(operation.kind, verdict, Math.max(operation.attempt, operation.failures + 1));
  const code = verdict === 'refused' ? errorCode(error) : verdict.replace('-', '_');
  switch (step.kind) {
    case 'postpone':
      await postpone(database, eventId, opId, step.delaySeconds);
      break;
    case 'unknown':
      await markUnknown(database, eventId, opId, code, step.delaySeconds);
      break;
    case 'ask':
      await markUnknown(database, eventId, opId, code, step.delaySeconds);
      found = await askAndRecord(stores, operation);
      if (found !== null) return found;
      await openNextAttempt(database, eventId, opId, code, step.delaySeconds);
      break;
    case 'askThenRefuse':
      await markUnknown(database, eventId, opId, code, step.delaySeconds);
      found = await askAndRecord(stores, operation);
      if (found !== null) return found;
      await refuseRefund(database, operation, errorCode(error));
      break;
    case 'fail':
      await failOperation(database, eventId, opId, code);
      break;
  }
  return { kind: 'later', why: `${verdict}: ${errorCode(error)}` };
}

/** Asks Stripe what became of a call whose answer says nothing. null: nothing did, it is still to be made. */
async function askAndRecord(stores: PaymentStores, operation: PaymentOperation): Promise<Done | null> {
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
    if (asked >= intentsAskedMax) break;
  }
  return false;
}

/** One that failed is over: whoever decided to try once more wants another. Of several that live all but one are strange. */
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

async function keepRefund(
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

function errorCode(error: unknown): string {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return String(code ?? message ?? 'unknown').slice(0, 200);
}
