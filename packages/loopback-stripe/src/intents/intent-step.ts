import type { Refusal } from '../refusal.ts';
import type { Change, PaymentIntent } from '../shapes.ts';

/**
 * What a step of an intent comes to: the intent as it is then, and everything to write. A declined card both
 * writes and refuses. Steps that may not be taken throw a Refusal and write nothing.
 */
export interface IntentStep {
  readonly intent: PaymentIntent;
  readonly change: Change;
  readonly refusal?: Refusal;
}
