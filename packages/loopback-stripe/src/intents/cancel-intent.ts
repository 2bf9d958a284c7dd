import { refuseState } from '../refusal.ts';
import type { Change, Charge, Moment, PaymentIntent } from '../shapes.ts';
import { joinChanges } from '../shapes.ts';
import type { IntentStep } from './intent-step.ts';

const cancelable = [
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
  'processing',
];

export type CancellationReason =
  | 'abandoned'
  | 'duplicate'
  | 'fraudulent'
  | 'requested_by_customer'
  | 'expired';

/**
 * Cancels an intent that has not taken money, and releases what was authorized: no refund comes about, and the
 * charge stays as it is (Stripe's API since 2025-03-31). Throws a Refusal in any other state.
 */
export function cancelIntent(
  intent: PaymentIntent,
  reason: CancellationReason | null,
  moment: Moment,
): IntentStep {
  if (!cancelable.includes(intent.status)) {
    const message = `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${cancelable.join(', ')}.`;
    throw refuseState(message, intent);
  }
  const canceled: PaymentIntent = {
    ...intent,
    status: 'canceled',
    amount_capturable: 0,
    canceled_at: moment.now,
    cancellation_reason: reason,
    next_action: null,
  };
  const events = [{ type: 'payment_intent.canceled', object: canceled }];
  return { intent: canceled, change: { puts: [canceled], events } };
}

/** The end of an authorization that nobody captured in time: Stripe cancels the intent of its own accord. */
export function expireAuthorization(intent: PaymentIntent, charge: Charge, moment: Moment): Change {
  const { change } = cancelIntent(intent, 'expired', moment);
  return joinChanges(change, { puts: [charge], events: [{ type: 'charge.expired', object: charge }] });
}
