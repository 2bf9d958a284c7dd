import Stripe from 'stripe';
import { expect, it } from 'vitest';
import { classifyStripeError } from './classify-stripe-error.ts';
import { NotSentError } from './not-sent-error.ts';

const { errors } = Stripe;
const raw = (facts: object) => facts as never;

it.each([
  ['a cut connection', new errors.StripeConnectionError(raw({ message: 'cut' })), 'no-answer'],
  ['a call that was not made', new NotSentError('no budget'), 'not-taken'],
  [
    'a call that was not made, as the SDK wraps it',
    new errors.StripeConnectionError(raw({ message: 'no budget', detail: new NotSentError('no budget') })),
    'not-taken',
  ],
  ['our own time-out', new Error('late'), 'no-answer'],
  ['nothing at all', undefined, 'no-answer'],
  ['too many requests', new errors.StripeRateLimitError(raw({ statusCode: 429 })), 'not-taken'],
  [
    'a locked object',
    new errors.StripeInvalidRequestError(raw({ statusCode: 429, code: 'lock_timeout' })),
    'not-taken',
  ],
  [
    'a key in use',
    new errors.StripeIdempotencyError(raw({ statusCode: 409, code: 'idempotency_key_in_use' })),
    'not-taken',
  ],
  ['a fault of Stripe', new errors.StripeAPIError(raw({ statusCode: 500 })), 'server-fault'],
  [
    'an intent in another state',
    new errors.StripeInvalidRequestError(raw({ statusCode: 400, code: 'payment_intent_unexpected_state' })),
    'wrong-state',
  ],
  [
    'a charge refunded before',
    new errors.StripeInvalidRequestError(raw({ statusCode: 400, code: 'charge_already_refunded' })),
    'wrong-state',
  ],
  [
    'a wrong parameter',
    new errors.StripeInvalidRequestError(raw({ statusCode: 400, code: 'parameter_missing' })),
    'refused',
  ],
  ['our key not taken', new errors.StripeAuthenticationError(raw({ statusCode: 401 })), 'no-answer'],
  ['our key not allowed to', new errors.StripePermissionError(raw({ statusCode: 403 })), 'no-answer'],
  ['an answer that cannot be read', new errors.StripeAPIError(raw({ message: 'invalid JSON' })), 'no-answer'],
  [
    'another content under the same key',
    new errors.StripeIdempotencyError(raw({ statusCode: 400 })),
    'refused',
  ],
])('%s means %s', (_name, error, verdict) => {
  expect(classifyStripeError(error)).toBe(verdict);
});
