import { checkTransitions, type Transitions } from './machine.ts';

/** An intended Stripe call. SENT is committed before the call; UNKNOWN means that the answer never came. */
export type OperationState = 'PENDING' | 'SENT' | 'DONE' | 'FAILED' | 'UNKNOWN';
export type OperationKind = 'AUTHORIZE' | 'CAPTURE' | 'CANCEL' | 'REFUND';

/** PENDING may fail without being sent (withdrawn) and be done by another path that found Stripe there already. */
export const operationTransitions: Transitions<OperationState> = {
  PENDING: ['SENT', 'DONE', 'FAILED'],
  SENT: ['DONE', 'FAILED', 'UNKNOWN'],
  UNKNOWN: ['DONE', 'FAILED', 'SENT'],
  DONE: [],
  FAILED: [],
};

checkTransitions('payment operation', operationTransitions, ['PENDING'], ['DONE', 'FAILED']);
