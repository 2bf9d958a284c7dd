import { classifyStripeError } from '@fairgate/shared/payments/classify-stripe-error.ts';
import { decideIntent, settlesOperation, tellsSomething } from '@fairgate/shared/states/decide-intent.ts';
import {
  decideFailure,
  idempotencyKeyOf,
  isTooLateToSend,
  madeSinceMs,
  mustAskFirst,
  mustEndIntent,
} from '@fairgate/shared/states/decide-operation.ts';

/** The decisions of production, as the simulated processes take them. A planted bug puts another one in its place. */
export const decisions = {
  classifyStripeError,
  decideFailure,
  decideIntent,
  idempotencyKeyOf: idempotencyKeyOf as (operation: { readonly opId: number }) => number,
  isTooLateToSend,
  madeSinceMs,
  mustAskFirst,
  mustEndIntent,
  settlesOperation,
  tellsSomething,
};
export type Decisions = typeof decisions;
