import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { catchWebhooks, type WebhookCatcher } from './conformance/catch-webhooks.ts';
import { clientOf } from './conformance/worlds.ts';
import { controlLoopbackStripe } from './control/control-loopback-stripe.ts';
import {
  type LoopbackStripe,
  type LoopbackStripeOptions,
  startLoopbackStripe,
} from './start-loopback-stripe.ts';

const order: Stripe.PaymentIntentCreateParams = {
  amount: 5000,
  currency: 'eur',
  capture_method: 'manual',
  allowed_payment_method_types: ['card'],
};

let catcher: WebhookCatcher;
let server: LoopbackStripe;
let stripe: Stripe;

async function start(options: LoopbackStripeOptions): Promise<void> {
  server = await startLoopbackStripe(options);
  stripe = clientOf(server, server.secretKey);
}

beforeEach(async () => {
  catcher = await catchWebhooks('whsec_loopback');
});
afterEach(async () => {
  await server.stop();
  await catcher.stop();
});

test('a refused webhook is tried again with growing pauses until it is taken, as the same event', async () => {
  await start({ webhooks: [{ url: catcher.url }], webhookRetryBaseMs: 40 });
  catcher.answer = () => (catcher.caught.length < 4 ? 500 : 200);
  await stripe.paymentIntents.create(order);
  const control = controlLoopbackStripe(server.url);
  await expect.poll(async () => (await control.webhooks()).counts.delivered, { timeout: 5000 }).toBe(1);
  expect(new Set(catcher.caught.map(({ event }) => event.id)).size).toBe(1);
  const times = catcher.caught.map(({ atMs }) => atMs);
  const pauses = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0));
  expect(pauses).toHaveLength(3);
  expect(pauses[0]).toBeGreaterThanOrEqual(38);
  expect(pauses[1]).toBeGreaterThanOrEqual(78);
  expect(pauses[2]).toBeGreaterThanOrEqual(158);
  expect((await control.webhooks()).pending).toEqual([]);
});

test('every attempt is signed for its own time', async () => {
  await start({ webhooks: [{ url: catcher.url }], webhookRetryBaseMs: 1100 });
  catcher.answer = () => (catcher.caught.length < 2 ? 500 : 200);
  await stripe.paymentIntents.create(order);
  await expect.poll(() => catcher.caught.length, { timeout: 5000 }).toBe(2);
  const stamps = catcher.caught.map(({ signature }) => signature.split(',')[0]);
  expect(stamps[0]).not.toBe(stamps[1]);
});

test('an endpoint that was not there gets the event once it is', async () => {
  const { url } = catcher;
  await catcher.stop();
  await start({ webhooks: [{ url }], webhookRetryBaseMs: 50 });
  const { id } = await stripe.paymentIntents.create(order);
  const control = controlLoopbackStripe(server.url);
  await expect.poll(async () => (await control.webhooks()).pending[0]?.attempts ?? 0).toBeGreaterThan(0);
  catcher = await catchWebhooks('whsec_loopback', Number(new URL(url).port));
  await catcher.waitFor('payment_intent.created', id);
});

test('an endpoint hears only of what it asked for', async () => {
  const wanted = ['payment_intent.amount_capturable_updated', 'payment_intent.succeeded'];
  await start({ webhooks: [{ url: catcher.url, events: wanted }] });
  const { id } = await stripe.paymentIntents.create({
    ...order,
    confirm: true,
    payment_method: 'pm_card_visa',
  });
  await stripe.paymentIntents.capture(id);
  await catcher.waitFor('payment_intent.succeeded', id);
  await catcher.waitFor('payment_intent.amount_capturable_updated', id);
  expect(catcher.caught).toHaveLength(2);
});

test('what is pending when the server stops is sent by the next one', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'stripe-'));
  const { url } = catcher;
  await catcher.stop();
  await start({ dataFolder, webhooks: [{ url }], webhookRetryBaseMs: 60_000 });
  const { id } = await stripe.paymentIntents.create(order);
  await server.stop();
  catcher = await catchWebhooks('whsec_loopback', Number(new URL(url).port));
  await start({ dataFolder, webhooks: [{ url }] });
  await catcher.waitFor('payment_intent.created', id);
  // Once it knows that the event was taken; stopped before, it would rightly send it again.
  const { webhooks } = controlLoopbackStripe(server.url);
  await expect.poll(async () => (await webhooks()).counts.delivered).toBe(1);
  await server.stop();
  await start({ dataFolder, webhooks: [{ url }] });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(catcher.caught).toHaveLength(1);
  await rm(dataFolder, { recursive: true });
});

test('an endpoint can be added and removed while the server runs', async () => {
  await start({});
  const control = controlLoopbackStripe(server.url);
  await stripe.paymentIntents.create(order);
  const endpoint = await control.addWebhook(catcher.url, ['payment_intent.created']);
  const { id } = await stripe.paymentIntents.create(order);
  await catcher.waitFor('payment_intent.created', id);
  expect(catcher.caught).toHaveLength(1);
  await fetch(`${server.url}/_control/webhooks/${endpoint.id}`, { method: 'DELETE' });
  await stripe.paymentIntents.create(order);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(catcher.caught).toHaveLength(1);
});
