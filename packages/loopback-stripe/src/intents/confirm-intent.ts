import { behaviourOf, type Decline, genericDecline } from '../cards/test-cards.ts';
import { makeCharge } from '../charges/make-charge.ts';
import { Refusal, refuseParameter, refuseState } from '../refusal.ts';
import type { Charge, Moment, PaymentIntent, PaymentMethod } from '../shapes.ts';
import { captureNow } from './capture-intent.ts';
import type { IntentStep } from './intent-step.ts';

export interface Confirmation {
  readonly method: PaymentMethod;
  readonly returnUrl: string | null;
  /** Stripe refuses an intent that would need the customer, instead of asking for it. */
  readonly refuseAuthentication: boolean;
}

const confirmable = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

/** Throws unless an intent in this state may be confirmed. */
export function checkConfirmable(intent: PaymentIntent): void {
  if (confirmable.includes(intent.status)) return;
  if (intent.status === 'succeeded') {
    const message =
      'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.';
    throw refuseState(message, intent);
  }
  const allowed = 'requires_confirmation, requires_action';
  const message = `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be confirmed: ${allowed}.`;
  throw refuseState(message, intent);
}

export function refuseWithoutMethod(intent: PaymentIntent): Refusal {
  const message =
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.";
  return refuseState(message, intent);
}

/**
 * Confirms with a card: to `requires_capture` or `succeeded`, to `requires_action`, or, when the card is
 * declined, back to `requires_payment_method` together with Stripe's card error.
 */
export function confirmIntent(intent: PaymentIntent, confirmation: Confirmation, moment: Moment): IntentStep {
  checkConfirmable(intent);
  if (intent.automatic_payment_methods?.allow_redirects === 'always' && confirmation.returnUrl === null) {
    const message =
      "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.";
    throw refuseParameter(undefined, message, 'return_url');
  }
  const { method } = confirmation;
  const behaviour = behaviourOf(method.card?.fingerprint);
  const chosen: PaymentIntent = {
    ...intent,
    payment_method: method.id,
    last_payment_error: null,
    next_action: null,
  };
  if (behaviour.kind === 'declines') {
    return declineIntent(chosen, method, behaviour.decline, false, moment);
  }
  if (behaviour.kind === 'authenticates') {
    if (confirmation.refuseAuthentication)
      return declineIntent(chosen, method, authenticationNeeded, false, moment);
    return requireAction(chosen, confirmation.returnUrl, moment);
  }
  return authorizeIntent(chosen, method, false, moment);
}

const authenticationNeeded: Decline = {
  code: 'card_declined',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

function requireAction(intent: PaymentIntent, returnUrl: string | null, moment: Moment): IntentStep {
  const url = `${moment.origin}/3ds/${intent.id}/${moment.newId('payatt')}`;
  const next_action: NonNullable<PaymentIntent['next_action']> =
    returnUrl === null
      ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } }
      : { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } };
  const waiting: PaymentIntent = { ...intent, status: 'requires_action', next_action };
  const events = [{ type: 'payment_intent.requires_action', object: waiting }];
  return { intent: waiting, change: { puts: [waiting], events } };
}

/** The address of the page at which the customer of an intent in `requires_action` authenticates. */
export function authenticationUrl(intent: PaymentIntent): string | null {
  const action = intent.next_action;
  if (action === null) return null;
  const scripted = action.use_stripe_sdk?.stripe_js;
  return action.redirect_to_url?.url ?? (typeof scripted === 'string' ? scripted : null);
}

/** The customer came back from 3-D Secure. The attempt must be the one that the intent waits for. */
export function finishAuthentication(
  intent: PaymentIntent,
  method: PaymentMethod,
  approved: boolean,
  moment: Moment,
): IntentStep {
  const answered: PaymentIntent = { ...intent, next_action: null };
  if (!approved) return failAuthentication(answered, method);
  const behaviour = behaviourOf(method.card?.fingerprint);
  if (behaviour.kind === 'authenticates' && behaviour.afterwards === 'declines') {
    return declineIntent(answered, method, genericDecline, true, moment);
  }
  return authorizeIntent(answered, method, true, moment);
}

function authorizeIntent(
  intent: PaymentIntent,
  method: PaymentMethod,
  authenticated: boolean,
  moment: Moment,
): IntentStep {
  const charge = makeCharge({ intent, method, authenticated }, moment);
  const authorized: PaymentIntent = {
    ...intent,
    status: 'requires_capture',
    amount_capturable: intent.amount,
    latest_charge: charge.id,
  };
  if (intent.capture_method !== 'manual') return captureNow(authorized, charge, moment);
  return {
    intent: authorized,
    change: {
      puts: [authorized, charge],
      events: [
        { type: 'charge.succeeded', object: charge },
        { type: 'payment_intent.amount_capturable_updated', object: authorized },
      ],
    },
  };
}

function declineIntent(
  intent: PaymentIntent,
  method: PaymentMethod,
  decline: Decline,
  authenticated: boolean,
  moment: Moment,
): IntentStep {
  const charge = makeCharge({ intent, method, authenticated, decline }, moment);
  const error = cardError(decline, charge, method);
  const failed: PaymentIntent = {
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    latest_charge: charge.id,
    last_payment_error: error,
  };
  const events = [
    { type: 'charge.failed', object: charge },
    { type: 'payment_intent.payment_failed', object: failed },
  ];
  const refusal = new Refusal(402, { ...error, payment_intent: failed }, 'executing');
  return { intent: failed, change: { puts: [failed, charge], events }, refusal };
}

function cardError(decline: Decline, charge: Charge, method: PaymentMethod) {
  return {
    advice_code: 'try_again_later',
    charge: charge.id,
    code: decline.code,
    decline_code: decline.declineCode,
    doc_url: `https://docs.stripe.com/error-codes#${decline.code.replaceAll('_', '-')}`,
    message: decline.message,
    network_decline_code: '01',
    payment_method: method,
    type: 'card_error',
  } as const;
}

function failAuthentication(intent: PaymentIntent, method: PaymentMethod): IntentStep {
  const code = 'payment_intent_authentication_failure';
  const failed: PaymentIntent = {
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    last_payment_error: {
      code,
      doc_url: `https://docs.stripe.com/error-codes#${code.replaceAll('_', '-')}`,
      message:
        'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
      payment_method: method,
      type: 'invalid_request_error',
    },
  };
  const events = [{ type: 'payment_intent.payment_failed', object: failed }];
  return { intent: failed, change: { puts: [failed], events } };
}
