import type { StripeVerdict } from '../states/stripe-verdict.ts';
import { wasNotSent } from './not-sent-error.ts';

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
  // Our own key is not taken: nothing is said of the call, which is made with the same key when that is mended.
  if (type === 'StripeAuthenticationError' || type === 'StripePermissionError') return 'no-answer';
  // Something between Stripe and us answered, with a page of its own or half of an answer.
  if (type === 'StripeAPIError' && typeof statusCode !== 'number') return 'no-answer';
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
