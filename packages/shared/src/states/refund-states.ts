import { checkTransitions, type Transitions } from './machine.ts';

/** Money on its way back. The steps are taken by the functions of prisma/migrations; a test compares the two. */
export type RefundState = 'PENDING' | 'ACCEPTED' | 'SUCCEEDED' | 'FAILED' | 'SETTLED';

/**
 * Stripe's own word moves a refund; what Stripe refused or the bank sent back waits for a person: once more, or paid by
 * another way.
 */
export const refundTransitions: Transitions<RefundState> = {
  PENDING: ['ACCEPTED', 'SUCCEEDED', 'FAILED'],
  ACCEPTED: ['SUCCEEDED', 'FAILED'],
  SUCCEEDED: ['FAILED'],
  FAILED: ['PENDING', 'SETTLED', 'ACCEPTED', 'SUCCEEDED'],
  SETTLED: [],
};

checkTransitions('refund', refundTransitions, ['PENDING'], ['SUCCEEDED', 'SETTLED']);

/** What the buyer is told. */
export const refundWords: { readonly [state in RefundState]: string } = {
  PENDING: 'The refund is on its way to your bank',
  ACCEPTED: 'The refund is on its way to your bank',
  SUCCEEDED: 'Refunded; your bank shows it within some days',
  FAILED: 'The refund did not go through; we are looking into it',
  SETTLED: 'Paid back another way',
};

/** Why money goes back. UNSOLD: it was captured although nothing was sold for it. */
export type RefundCause = 'VENDOR' | 'CUSTOMER' | 'EVENT_CANCELLED' | 'EVENT_MOVED' | 'UNSOLD';

/** Refunding all orders of an event that was cancelled or moved. */
export type RefundRunState = 'RUNNING' | 'PAUSED' | 'DONE';

export const refundRunTransitions: Transitions<RefundRunState> = {
  RUNNING: ['PAUSED', 'DONE'],
  PAUSED: ['RUNNING', 'DONE'],
  DONE: [],
};

checkTransitions('refund run', refundRunTransitions, ['RUNNING'], ['DONE']);
