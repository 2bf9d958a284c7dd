import Stripe from 'stripe';
import { assertInTime } from './send-in-time.ts';
import { stripeAddress } from './stripe-address.ts';
import type { StripeBreaker } from './stripe-breaker.ts';
import { outcomeOf } from './stripe-probe.ts';

/** A call that takes longer counts as unanswered: its outcome is unknown. Milliseconds. */
const stripeTimeoutMs = 10_000;
const socketsMax = 64;

/**
 * The real Stripe, or a loopback one when `apiUrl` says so. We repeat calls ourselves, with the operation's own key.
 * @param takeBudget waits before each request until it is within the budget that all processes share
 * @param breaker is told how each request ended, and refuses them while Stripe is out
 */
export function connectStripe(
  secretKey: string,
  apiUrl: string,
  takeBudget: () => Promise<void>,
  breaker?: StripeBreaker,
): Stripe {
  const address = stripeAddress(apiUrl, { keepAlive: true, maxSockets: socketsMax });
  const client = address.httpClient;
  const send = client.makeRequest.bind(client);
  client.makeRequest = async (...request) => {
    breaker?.assertClosed();
    await takeBudget();
    breaker?.assertClosed();
    assertInTime();
    const end = breaker?.begin();
    try {
      const response = await send(...request);
      end?.(outcomeOf(response.getStatusCode()));
      return onlyFromStripe(response);
    } catch (error) {
      end?.('failed');
      throw error;
    }
  };
  return new Stripe(secretKey, {
    ...address,
    maxNetworkRetries: 0,
    timeout: stripeTimeoutMs,
    telemetry: false,
  });
}

/**
 * An answer of Stripe is an object of its API or has an error. The SDK takes whatever JSON comes without an error for the
 * object that was asked for, also what a proxy between us says; here that is an answer that cannot be read.
 */
function onlyFromStripe<R extends { toJSON: () => Promise<unknown>; getStatusCode: () => number }>(
  response: R,
): R {
  const read = response.toJSON.bind(response);
  response.toJSON = async () => {
    const body = (await read()) as { object?: unknown; error?: unknown } | null;
    const isGood = response.getStatusCode() < 300;
    if (isGood ? typeof body?.object !== 'string' : typeof body?.error !== 'object')
      throw new Error(`an answer with status ${response.getStatusCode()} is not of Stripe's API`);
    return body;
  };
  return response;
}
