import { type AgentOptions, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import Stripe from 'stripe';

/** Where Stripe is, and how it is reached: the real one, or a loopback one when `apiUrl` says so. */
export function stripeAddress(apiUrl: string, sockets: AgentOptions) {
  const url = new URL(apiUrl);
  const isPlain = url.protocol === 'http:';
  return {
    host: url.hostname,
    port: url.port === '' ? (isPlain ? 80 : 443) : Number(url.port),
    protocol: isPlain ? ('http' as const) : ('https' as const),
    httpClient: Stripe.createNodeHttpClient(isPlain ? new HttpAgent(sockets) : new HttpsAgent(sockets)),
  };
}
