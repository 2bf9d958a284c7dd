import { expect, it } from 'vitest';
import { decideIntent, settlesOperation, tellsSomething } from './decide-intent.ts';

it.each([
  ['requires_payment_method', 'nothing', false],
  ['requires_action', 'nothing', false],
  ['processing', 'nothing', false],
  ['requires_capture', 'authorized', false],
  ['succeeded', 'captured', true],
  ['canceled', 'canceled', true],
] as const)('an intent that is %s gives %s to record', (status, fact, settles) => {
  expect(decideIntent(status)).toBe(fact);
  expect(settlesOperation(status)).toBe(settles);
});

it.each([
  ['payment_intent.amount_capturable_updated', 'PENDING_PAYMENT', true],
  ['payment_intent.amount_capturable_updated', 'EXPIRED', true],
  ['payment_intent.amount_capturable_updated', 'PAID', false],
  ['payment_intent.succeeded', 'VOIDED', true],
  ['payment_intent.canceled', 'FINALIZED', true],
  ['payment_intent.canceled', 'PAID', false],
  ['payment_intent.canceled', null, true],
  ['charge.succeeded', null, false],
] as const)('%s of an order that is %s: %s', (type, state, tells) => {
  expect(tellsSomething(type, state)).toBe(tells);
});
