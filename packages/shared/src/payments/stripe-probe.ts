import Stripe from 'stripe';
import { stripeAddress } from './stripe-address.ts';

/** failed: no answer, or a fault of Stripe's own. throttled: over the rate, which says nothing. */
export type CallOutcome = 'answered' | 'failed' | 'throttled';

/** Asks Stripe for next to nothing. Never rejects. */
export type StripeProbe = () => Promise<CallOutcome>;

const probeTimeoutMs = 900;

/** Its own connection for each question: a broken one that is kept alive must not speak for Stripe. */
export function createStripeProbe(secretKey: string, apiUrl: string): StripeProbe {
  const stripe = new Stripe(secretKey, {
    ...stripeAddress(apiUrl, { keepAlive: false }),
    maxNetworkRetries: 0,
    timeout: probeTimeoutMs,
    telemetry: false,
  });
  return async () => {
    try {
      await stripe.paymentIntents.list({ limit: 1 });
      return 'answered';
    } catch (error) {
      return outcomeOf((error as { statusCode?: number }).statusCode);
    }
  };
}

/** @param status of the answer; undefined: none came */
export function outcomeOf(status: number | undefined): CallOutcome {
  if (status === undefined || status >= 500) return 'failed';
  return status === 429 ? 'throttled' : 'answered';
}
