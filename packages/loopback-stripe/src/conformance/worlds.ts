import assert from 'node:assert/strict';
import Stripe from 'stripe';
import type { LoopbackStripe } from '../start-loopback-stripe.ts';
import { isAbout, type WebhookCatcher } from './catch-webhooks.ts';
import { type ConformanceWorld, eventually } from './conformance-fact.ts';

/** The SDK for a running loopback Stripe, with one of its keys; it never tries again by itself. */
export function clientOf(server: Pick<LoopbackStripe, 'url'>, key: string): Stripe {
  const { hostname, port } = new URL(server.url);
  return new Stripe(key, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 });
}

/** Our own server, its events seen as webhooks. */
export function loopbackWorld(server: LoopbackStripe, catcher: WebhookCatcher): ConformanceWorld {
  return {
    stripe: clientOf(server, server.secretKey),
    browser: clientOf(server, server.publishableKey),
    eventOf: (type, intentId) => catcher.waitFor(type, intentId),
    authenticate: authenticateAtLoopback,
    patienceMs: 5000,
  };
}

/** Presses a button of the loopback's 3-D Secure page. */
export async function authenticateAtLoopback(url: string, approve: boolean): Promise<void> {
  const body = new URLSearchParams({ outcome: approve ? 'approve' : 'fail' });
  const response = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  assert.ok(response.status < 400, `the 3-D Secure page answered ${response.status}`);
}

/**
 * Stripe itself, in test mode. Events are asked for, as no webhook reaches a machine without a public address.
 * Throws for a live key.
 */
export function realWorld(secretKey: string, publishableKey?: string): ConformanceWorld {
  if (!/^[sr]k_test_/.test(secretKey)) throw new Error('the conformance suite runs in test mode only');
  const stripe = new Stripe(secretKey, { maxNetworkRetries: 0 });
  const world: ConformanceWorld = {
    stripe,
    patienceMs: 90_000,
    eventOf: (type, intentId) =>
      eventually(world, async () => {
        const { data } = await stripe.events.list({ type, limit: 50 });
        return data.find((event) => isAbout(event, intentId));
      }),
  };
  if (publishableKey === undefined) return world;
  return { ...world, browser: new Stripe(publishableKey, { maxNetworkRetries: 0 }) };
}
