import Stripe from 'stripe';

/** A call that takes longer counts as unanswered: its outcome is unknown. Milliseconds. */
const stripeTimeoutMs = 10_000;

/** The real Stripe, or a loopback one when `apiUrl` says so. We repeat calls ourselves, with the operation's own key. */
export function connectStripe(secretKey: string, apiUrl: string): Stripe {
  const url = new URL(apiUrl);
  const port = url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port);
  return new Stripe(secretKey, {
    host: url.hostname,
    port,
    protocol: url.protocol === 'http:' ? 'http' : 'https',
    maxNetworkRetries: 0,
    timeout: stripeTimeoutMs,
    telemetry: false,
  });
}
