import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import Stripe from 'stripe';

/** A call that takes longer counts as unanswered: its outcome is unknown. Milliseconds. */
const stripeTimeoutMs = 10_000;
const socketsMax = 64;

/**
 * The real Stripe, or a loopback one when `apiUrl` says so. We repeat calls ourselves, with the operation's own key.
 * @param takeBudget waits before each request until it is within the budget that all processes share
 */
export function connectStripe(secretKey: string, apiUrl: string, takeBudget: () => Promise<void>): Stripe {
  const url = new URL(apiUrl);
  const isPlain = url.protocol === 'http:';
  const sockets = { keepAlive: true, maxSockets: socketsMax };
  const client = Stripe.createNodeHttpClient(isPlain ? new HttpAgent(sockets) : new HttpsAgent(sockets));
  const send = client.makeRequest.bind(client);
  client.makeRequest = async (...request) => {
    await takeBudget();
    return send(...request);
  };
  return new Stripe(secretKey, {
    host: url.hostname,
    port: url.port === '' ? (isPlain ? 80 : 443) : Number(url.port),
    protocol: isPlain ? 'http' : 'https',
    httpClient: client,
    maxNetworkRetries: 0,
    timeout: stripeTimeoutMs,
    telemetry: false,
  });
}
