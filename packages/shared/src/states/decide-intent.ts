import type { OrderState } from './order-states.ts';

/** What an intent's status, as Stripe just showed it, gives to record. */
export type IntentFact = 'authorized' | 'captured' | 'canceled' | 'nothing';

export function decideIntent(status: string): IntentFact {
  switch (status) {
    case 'requires_capture':
      return 'authorized';
    case 'succeeded':
      return 'captured';
    case 'canceled':
      return 'canceled';
    default:
      return 'nothing';
  }
}

/** Only an intent at its end settles a capture or a cancel; one that can still be captured was not touched. */
export function settlesOperation(status: string): boolean {
  return status === 'succeeded' || status === 'canceled';
}

/**
 * Events that say an intent may have changed in a way that matters to an order in one of these states; in any other it
 * is known already. Other events are only kept.
 */
const telling: Readonly<Record<string, readonly OrderState[]>> = {
  'payment_intent.amount_capturable_updated': ['PENDING_PAYMENT', 'EXPIRING', 'EXPIRED'],
  // 3-D Secure is asked: the deadline is moved once.
  'payment_intent.requires_action': ['PENDING_PAYMENT'],
  'payment_intent.succeeded': [
    'PENDING_PAYMENT',
    'AUTHORIZED',
    'FINALIZED',
    'EXPIRING',
    'EXPIRED',
    'LOST',
    'LOST_RELEASED',
    'VOIDED',
  ],
  'payment_intent.canceled': ['PENDING_PAYMENT', 'AUTHORIZED', 'FINALIZED', 'EXPIRING', 'LOST'],
};

/** Events of which the intent's refunds, or disputes, are asked. */
export const moneyBackEventTypes = [
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
] as const;
export type MoneyBackEventType = (typeof moneyBackEventTypes)[number];

/** What an endpoint subscribes to; anything else is kept and has no effect. */
export const webhookEventTypes: readonly string[] = [...Object.keys(telling), ...moneyBackEventTypes];

/** Whether a webhook of this type can tell of any order at all. */
export function isTelling(type: string): boolean {
  return telling[type] !== undefined;
}

/** `state` null: the intent was never stored. It may be one whose AUTHORIZE has not come back yet: it is asked about. */
export function tellsSomething(type: string, state: OrderState | null): boolean {
  const states = telling[type];
  return states !== undefined && (state === null || states.includes(state));
}
