import { wasNotSent } from './not-sent-error.ts';

/** What an error of a Stripe call means for the operation behind it. */
export type StripeVerdict =
  /** Not executed: the same key again later (over the rate, the key is in use just now, Stripe is out). */
  | 'not-taken'
  /** No answer: it may have happened. The same key again tells. */
  | 'no-answer'
  /** Answered with a fault of Stripe's own, stored under the key: ask what happened, then a new key. */
  | 'server-fault'
  /** The intent is in a state that does not allow the call: its state says what to record. */
  | 'wrong-state'
  /** Refused for good: ours to mend. */
  | 'refused';

interface ErrorFacts {
  readonly type?: unknown;
  readonly statusCode?: unknown;
  readonly code?: unknown;
}

/** Follows Stripe's error handling: https://docs.stripe.com/error-low-level. Whatever is not from Stripe is no answer. */
export function classifyStripeError(error: unknown): StripeVerdict {
  const { type, statusCode, code } = (error ?? {}) as ErrorFacts;
  if (wasNotSent(error)) return 'not-taken';
  if (typeof type !== 'string' || !type.startsWith('Stripe')) return 'no-answer';
  if (type === 'StripeConnectionError') return 'no-answer';
  if (statusCode === 429 || code === 'lock_timeout') return 'not-taken';
  if (statusCode === 409 || code === 'idempotency_key_in_use') return 'not-taken';
  if (typeof statusCode === 'number' && statusCode >= 500) return 'server-fault';
  if (
    code === 'payment_intent_unexpected_state' ||
    code === 'intent_invalid_state' ||
    code === 'charge_already_refunded'
  )
    return 'wrong-state';
  return 'refused';
}
