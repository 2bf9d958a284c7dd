import { refuseState } from '../refusal.ts';
import type { Change, Charge, EventDraft, Moment, PaymentIntent } from '../shapes.ts';
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
  | 'automatic';

/** Cancels an intent that has not taken money, and releases what was authorized. Throws a Refusal otherwise. */
export function cancelIntent(
  intent: PaymentIntent,
  charge: Charge | undefined,
  reason: CancellationReason | null,
  moment: Moment,
): IntentStep {
  if (!cancelable.includes(intent.status)) {
    const message = `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${cancelable.join(', ')}.`;
    throw refuseState(message, intent);
  }
  return close(intent, charge, reason, 'charge.refunded', moment);
}

/** The end of an authorization that nobody captured in time: Stripe cancels the intent of its own accord. */
export function expireAuthorization(intent: PaymentIntent, charge: Charge, moment: Moment): Change {
  return close(intent, charge, 'automatic', 'charge.expired', moment).change;
}

function close(
  intent: PaymentIntent,
  charge: Charge | undefined,
  reason: CancellationReason | null,
  chargeEvent: string,
  moment: Moment,
): IntentStep {
  const canceled: PaymentIntent = {
    ...intent,
    status: 'canceled',
    amount_capturable: 0,
    canceled_at: moment.now,
    cancellation_reason: reason,
    next_action: null,
  };
  const events: EventDraft[] = [{ type: 'payment_intent.canceled', object: canceled }];
  if (intent.status !== 'requires_capture' || charge === undefined) {
    return { intent: canceled, change: { puts: [canceled], events } };
  }
  const released: Charge = { ...charge, amount_refunded: charge.amount, refunded: true };
  return {
    intent: canceled,
    change: { puts: [canceled, released], events: [{ type: chargeEvent, object: released }, ...events] },
  };
}
