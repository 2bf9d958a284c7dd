import type { OperationKind } from './operation-states.ts';
import type { StripeVerdict } from './stripe-verdict.ts';

/**
 * What is done about an intended Stripe call, as functions of values. Production and simulation decide by these alone;
 * whoever calls them carries the decision out.
 */

/** A call that was sent is left alone for this long; then a sweeper may ask what became of it. Seconds. */
export const sentGraceSeconds = 15;
const retryDelaySeconds = 2;
const notTakenDelaySeconds = 0.5;
export const retryDelaySecondsMax = 300;
const retryDoublingsMax = 10;
/** Stripe may forget a key after 24 hours: past this age we ask before we send. Seconds. */
export const keyAgeSecondsMax = 20 * 3600;
/** Stripe's clock may be so far behind the database's. Seconds. */
const clockSkewSecondsMax = 60;

/**
 * Whether Stripe is asked what became of a call before it is sent. Partial refunds are not the same for being asked for
 * twice: before a new key, Stripe is asked for one of the same refund, and before any refund of a database that was
 * restored, which may have forgotten that it was sent. `sentSecondsAgo` null: it was never sent.
 */
export function mustAskFirst(operation: {
  readonly kind: OperationKind;
  readonly attempt: number;
  readonly sentSecondsAgo: number | null;
  readonly isRestored: boolean;
}): boolean {
  if (operation.kind === 'REFUND' && (operation.attempt > 1 || operation.isRestored)) return true;
  return operation.sentSecondsAgo !== null && operation.sentSecondsAgo > keyAgeSecondsMax;
}

/**
 * Whether whoever marked a call as sent stood still for so long before sending it that Stripe may have forgotten the key
 * meanwhile, and another process may have made the call: it is left to be asked about. A refund is left as soon as others
 * may have taken it up, `graceSeconds` after it was marked: refused to them, for reasons that Stripe does not keep under
 * the key, and decided anew by a person, it would be made twice. Any other call Stripe makes once, or we end what came of
 * it. `sentSecondsAgo`: as it was marked.
 */
export function isTooLateToSend(marked: {
  readonly kind: OperationKind;
  readonly askedFirst: boolean;
  readonly sentSecondsAgo: number;
  readonly heldSeconds: number;
  readonly graceSeconds: number;
}): boolean {
  if (marked.kind === 'REFUND' && marked.heldSeconds >= marked.graceSeconds) return true;
  return marked.heldSeconds + (marked.askedFirst ? 0 : marked.sentSecondsAgo) > keyAgeSecondsMax;
}

/**
 * Since when an intent may have been made by a creation that was never answered: nothing is sent before its operation is
 * written. By the database's clock: that of whoever asks may be wrong, and a machine may stand still between sending and
 * asking; and a restored database has forgotten when it sent. Milliseconds.
 */
export function madeSinceMs(operationCreatedAtMs: number): number {
  return operationCreatedAtMs - clockSkewSecondsMax * 1000;
}

/** The idempotency key of an attempt: the row's own id, the same however often it is sent. */
export function idempotencyKeyOf<Id>(operation: { readonly opId: Id }): Id {
  return operation.opId;
}

/** What a failed call leads to. Delays are counted from now by the database's clock. */
export type FailureStep =
  /** Stripe did not take it: the same key again. */
  | { readonly kind: 'postpone'; readonly delaySeconds: number }
  /** Its outcome is unknown: the same key again tells. */
  | { readonly kind: 'unknown'; readonly delaySeconds: number }
  /** Its outcome is unknown and the key is used up: Stripe is asked; if nothing came of it, the next attempt opens. */
  | { readonly kind: 'ask'; readonly delaySeconds: number }
  /** Stripe will not make it: it is asked all the same; if there is nothing, the refund waits for a person. */
  | { readonly kind: 'askThenRefuse'; readonly delaySeconds: number }
  /** It is over, and nothing was made. */
  | { readonly kind: 'fail' };

/** @param attempt counts from 1; delays double with it */
export function decideFailure(kind: OperationKind, verdict: StripeVerdict, attempt: number): FailureStep {
  const doublings = Math.min(attempt - 1, retryDoublingsMax);
  const delaySeconds = Math.min(retryDelaySeconds * 2 ** doublings, retryDelaySecondsMax);
  switch (verdict) {
    case 'not-taken':
      return { kind: 'postpone', delaySeconds: notTakenDelaySeconds };
    case 'no-answer':
      return { kind: 'unknown', delaySeconds };
    case 'server-fault':
      return { kind: 'ask', delaySeconds };
    case 'wrong-state':
      return { kind: kind === 'REFUND' ? 'askThenRefuse' : 'ask', delaySeconds };
    case 'refused':
      if (kind === 'REFUND') return { kind: 'askThenRefuse', delaySeconds };
      // A refused creation made nothing: the order ends at its deadline. Anything else is looked at, then tried anew.
      return kind === 'AUTHORIZE' ? { kind: 'fail' } : { kind: 'ask', delaySeconds: retryDelaySecondsMax };
  }
}

/** An order has one intent. A second one, made when the first answer was lost, was never shown to anybody: it is ended. */
export function mustEndIntent(
  stored: 'STORED' | 'ALREADY' | 'STORED_CANCELLING' | 'INTENT_DIFFERS',
): boolean {
  return stored === 'INTENT_DIFFERS';
}
