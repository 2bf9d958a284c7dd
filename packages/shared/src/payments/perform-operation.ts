import type Stripe from 'stripe';
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
import { refuseRefund } from '../database/refunds.ts';
import { reach } from '../process/crash-points.ts';
import { paced } from '../process/recovery-pace.ts';
import {
  decideFailure,
  idempotencyKeyOf,
  isTooLateToSend,
  mustAskFirst,
  sentGraceSeconds,
} from '../states/decide-operation.ts';
import {
  askAndRecord,
  type Done,
  intentOf,
  keepIntent,
  keepRefund,
  type PaymentStores,
  StillUnknownError,
} from './ask-and-record.ts';
import { classifyStripeError } from './classify-stripe-error.ts';
import { type InspectOutcome, recordIntent } from './inspect-intent.ts';
import { intentMetadata } from './intent-metadata.ts';
import { wasTooLate } from './not-sent-error.ts';
import { sendInTime } from './send-in-time.ts';

export type PerformOutcome =
  | Done
  /** Another process has it, or it is settled. */
  | { readonly kind: 'notOurs' }
  /** It is tried again when due. */
  | { readonly kind: 'later'; readonly why: string };

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
  const held = stopwatch();
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
      return isTooLateToSend({ kind, askedFirst, sentSecondsAgo, heldSeconds: held(), graceSeconds });
    };
    return { kind: 'done', inspected: await call(stores, operation, parameters, isTooLate) };
  } catch (error) {
    // Nothing is written: another process may hold it by now.
    if (wasTooLate(error)) return { kind: 'later', why: 'too late to send: it is asked about when due' };
    return settleFailure(stores, operation, error).catch(leftUnknown);
  }
}

/** It is UNKNOWN in the database by then, and has a time when it is due. */
function leftUnknown(error: unknown): PerformOutcome {
  if (error instanceof StillUnknownError) return { kind: 'later', why: error.message };
  throw error;
}

/** Seconds since now, by the clock that went further: a monotonic one may stand still while the machine does, another be set. */
function stopwatch(): () => number {
  const [wallMs, monotonicMs] = [Date.now(), performance.now()];
  return () => Math.max(Date.now() - wallMs, performance.now() - monotonicMs) / 1000;
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

function errorCode(error: unknown): string {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return String(code ?? message ?? 'unknown').slice(0, 200);
}
