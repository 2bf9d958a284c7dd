import { makeBalanceTransaction } from '../balance/make-balance-transaction.ts';
import { refuseRequest, refuseState } from '../refusal.ts';
import type { BalanceTransaction, Charge, Moment, PaymentIntent } from '../shapes.ts';
import type { IntentStep } from './intent-step.ts';

export interface Capture {
  /** Minor units; null takes all that was authorized. What is left over is released. */
  readonly amountToCapture: number | null;
  readonly metadata: Record<string, string>;
}

/** Captures an authorization, once. Throws a Refusal in any other state, or for more than was authorized. */
export function captureIntent(
  intent: PaymentIntent,
  charge: Charge | undefined,
  capture: Capture,
  moment: Moment,
): IntentStep {
  if (intent.status === 'succeeded') {
    const message = 'This PaymentIntent could not be captured because it has already been captured.';
    throw refuseState(message, intent);
  }
  if (intent.status !== 'requires_capture' || charge === undefined) {
    const message = `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`;
    throw refuseState(message, intent);
  }
  const amount = capture.amountToCapture ?? intent.amount_capturable;
  if (amount > intent.amount_capturable) {
    const message =
      'The requested capture amount is greater than the amount you can capture for this PaymentIntent.';
    throw refuseRequest('amount_too_large', message, 'amount_to_capture');
  }
  const { captured, taken, transaction } = take(intent, charge, amount, moment);
  const withMetadata: PaymentIntent = { ...taken, metadata: capture.metadata };
  return {
    intent: withMetadata,
    change: {
      puts: [withMetadata, captured, transaction],
      events: [
        { type: 'charge.captured', object: captured },
        { type: 'payment_intent.succeeded', object: withMetadata },
      ],
    },
  };
}

/** Automatic capture: authorized and taken in one step, with Stripe's events of that way. */
export function captureNow(intent: PaymentIntent, charge: Charge, moment: Moment): IntentStep {
  const { captured, taken, transaction } = take(intent, charge, intent.amount, moment);
  return {
    intent: taken,
    change: {
      puts: [taken, captured, transaction],
      events: [
        { type: 'charge.succeeded', object: captured },
        { type: 'payment_intent.succeeded', object: taken },
      ],
    },
  };
}

interface Taken {
  readonly captured: Charge;
  readonly taken: PaymentIntent;
  readonly transaction: BalanceTransaction;
}

function take(intent: PaymentIntent, charge: Charge, amount: number, moment: Moment): Taken {
  const movement = { kind: 'charge', amount, currency: intent.currency, source: charge.id } as const;
  const transaction = makeBalanceTransaction(movement, moment);
  const captured: Charge = {
    ...charge,
    captured: true,
    amount_captured: amount,
    balance_transaction: transaction.id,
  };
  const taken: PaymentIntent = {
    ...intent,
    status: 'succeeded',
    amount_capturable: 0,
    amount_received: amount,
  };
  return { captured, taken, transaction };
}
