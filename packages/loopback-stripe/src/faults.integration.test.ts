import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { catchWebhooks, type WebhookCatcher } from './conformance/catch-webhooks.ts';
import { clientOf } from './conformance/worlds.ts';
import { controlLoopbackStripe, type LoopbackControl } from './control/control-loopback-stripe.ts';
import { type LoopbackStripe, startLoopbackStripe } from './start-loopback-stripe.ts';

const order: Stripe.PaymentIntentCreateParams = {
  amount: 5000,
  currency: 'eur',
  capture_method: 'manual',
  allowed_payment_method_types: ['card'],
};
const authorized = { ...order, confirm: true, payment_method: 'pm_card_visa' };

let server: LoopbackStripe;
let catcher: WebhookCatcher;
let stripe: Stripe;
let control: LoopbackControl;

beforeAll(async () => {
  catcher = await catchWebhooks('whsec_loopback');
  server = await startLoopbackStripe({ webhooks: [{ url: catcher.url }], webhookRetryBaseMs: 20 });
  stripe = clientOf(server, server.secretKey);
  control = controlLoopbackStripe(server.url);
});
afterEach(() => control.clearFaults());
afterAll(async () => {
  await server.stop();
  await catcher.stop();
});

const key = () => ({ idempotencyKey: randomUUID() });
const intentCount = async () => (await control.counters()).objects.payment_intent ?? 0;
const failureOf = (call: Promise<unknown>): Promise<Stripe.errors.StripeError> =>
  call.then(
    () => Promise.reject(new Error('the call succeeded')),
    (failure: Stripe.errors.StripeError) => failure,
  );

test('latency: the answer comes as late as the switch says', async () => {
  await control.setFault({ kind: 'latency', ms: 150, jitterMs: 50 });
  const startedMs = performance.now();
  await stripe.paymentIntents.create(order);
  const tookMs = performance.now() - startedMs;
  expect(tookMs).toBeGreaterThanOrEqual(149);
  expect(tookMs).toBeLessThan(400);
});

test('a key in flight: the second request is told so by 409, and gets the answer afterwards', async () => {
  // Long enough for the second to come meanwhile on a busy machine.
  await control.setFault({ kind: 'latency', ms: 1_500, count: 1 });
  const options = key();
  const first = stripe.paymentIntents.create(order, options);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const conflict = await failureOf(stripe.paymentIntents.create(order, options));
  expect([conflict.statusCode, conflict.code, conflict.rawType]).toEqual([
    409,
    'idempotency_key_in_use',
    'idempotency_error',
  ]);
  const { id } = await first;
  expect((await stripe.paymentIntents.create(order, options)).id).toBe(id);
});

test('act, then drop the reply: it was done, and the same key tells how', async () => {
  const { id } = await stripe.paymentIntents.create(authorized);
  await control.setFault({ kind: 'drop_reply', path: '/v1/payment_intents/*/capture', count: 2 });
  const options = key();
  const dropped = await failureOf(stripe.paymentIntents.capture(id, {}, options));
  expect(dropped.type).toBe('StripeConnectionError');
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe('succeeded');
  const replayed = await stripe.paymentIntents.capture(id, {}, options);
  expect(replayed.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(replayed.status).toBe('succeeded');
});

test('500 after acting: it was done, the 500 is kept under the key, and a new key meets the new state', async () => {
  const { id } = await stripe.paymentIntents.create(authorized);
  await control.setFault({ kind: 'error_after', method: 'POST', count: 1 });
  const options = key();
  for (const replayed of [undefined, 'true']) {
    const failure = await failureOf(stripe.paymentIntents.capture(id, {}, options));
    expect([failure.statusCode, failure.type]).toEqual([500, 'StripeAPIError']);
    expect(failure.headers?.['idempotent-replayed']).toBe(replayed);
  }
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe('succeeded');
  const again = await failureOf(stripe.paymentIntents.capture(id, {}, key()));
  expect(again.code).toBe('payment_intent_unexpected_state');
});

test('500 before acting: nothing was done, yet the 500 is kept under the key', async () => {
  const { id } = await stripe.paymentIntents.create(authorized);
  await control.setFault({ kind: 'error_before', method: 'POST', count: 1 });
  const options = key();
  expect((await failureOf(stripe.paymentIntents.capture(id, {}, options))).statusCode).toBe(500);
  expect((await failureOf(stripe.paymentIntents.capture(id, {}, options))).statusCode).toBe(500);
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe('requires_capture');
  expect((await stripe.paymentIntents.capture(id, {}, key())).status).toBe('succeeded');
});

test('a 500 that is not kept leaves the key free', async () => {
  await control.setFault({ kind: 'error_before', count: 1, kept: false });
  const options = key();
  expect((await failureOf(stripe.paymentIntents.create(order, options))).statusCode).toBe(500);
  expect((await stripe.paymentIntents.create(order, options)).status).toBe('requires_payment_method');
});

test('429: nothing was done, nothing is kept', async () => {
  const before = await intentCount();
  await control.setFault({ kind: 'rate_limit', count: 1 });
  const options = key();
  const limited = await failureOf(stripe.paymentIntents.create(order, options));
  expect([limited.statusCode, limited.type, limited.code]).toEqual([
    429,
    'StripeRateLimitError',
    'rate_limit',
  ]);
  expect(await intentCount()).toBe(before);
  const made = await stripe.paymentIntents.create(order, options);
  expect(made.lastResponse.headers['idempotent-replayed']).toBeUndefined();
});

test('a budget of requests a second lets through that many', async () => {
  await control.setFault({ kind: 'rate_limit', perSecond: 5 });
  const tried = await Promise.allSettled(Array.from({ length: 20 }, () => stripe.paymentIntents.list()));
  const passed = tried.filter((one) => one.status === 'fulfilled').length;
  expect(passed).toBeGreaterThanOrEqual(5);
  expect(passed).toBeLessThanOrEqual(7);
});

test('outage: connections are cut, left hanging, or answered 503, and nothing is done', async () => {
  const before = await intentCount();
  await control.setFault({ kind: 'outage', mode: 'cut' });
  expect((await failureOf(stripe.paymentIntents.create(order))).type).toBe('StripeConnectionError');
  await control.clearFaults();
  await control.setFault({ kind: 'outage', mode: 'hang' });
  const hung = await failureOf(stripe.paymentIntents.create(order, { timeout: 100 }));
  expect(hung.message).toContain('timeout');
  await control.clearFaults();
  await control.setFault({ kind: 'outage', mode: 'unavailable' });
  expect((await failureOf(stripe.paymentIntents.create(order))).statusCode).toBe(503);
  await control.clearFaults();
  expect(await intentCount()).toBe(before);
  await stripe.paymentIntents.create(order);
});

test("with the SDK's own retries, dropped replies never make a second object", async () => {
  const before = await intentCount();
  await control.setFault({ kind: 'drop_reply', method: 'POST', probability: 0.4, seed: 3 });
  const made = await Promise.all(
    Array.from({ length: 20 }, () => stripe.paymentIntents.create(order, { maxNetworkRetries: 12 })),
  );
  expect(new Set(made.map((intent) => intent.id)).size).toBe(20);
  expect(await intentCount()).toBe(before + 20);
}, 60_000);

test('the same seed lets the same requests fail, run after run', async () => {
  const outcomes: number[][] = [];
  for (let run = 0; run < 2; run += 1) {
    const { id } = await control.setFault({
      kind: 'error_after',
      method: 'POST',
      probability: 0.5,
      seed: 42,
    });
    const statuses: number[] = [];
    for (let count = 0; count < 20; count += 1) {
      const call = stripe.paymentIntents.create(order);
      statuses.push(
        await call.then(
          () => 200,
          (failure: Stripe.errors.StripeError) => failure.statusCode ?? 0,
        ),
      );
    }
    outcomes.push(statuses);
    await control.clearFaults(id);
  }
  expect(outcomes[0]).toEqual(outcomes[1]);
  expect(new Set(outcomes[0])).toEqual(new Set([200, 500]));
});

const deliveriesOf = (id: string, type: string) =>
  catcher.caught.filter(
    ({ event }) => event.type === type && (event.data.object as { id: string }).id === id,
  );
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('a duplicated webhook comes as often as asked, with the same event id', async () => {
  await control.setFault({ kind: 'webhook_duplicate', copies: 3, path: 'payment_intent.created' });
  const { id } = await stripe.paymentIntents.create(order);
  await pause(150);
  const events = deliveriesOf(id, 'payment_intent.created').map(({ event }) => event.id);
  expect(events).toHaveLength(3);
  expect(new Set(events).size).toBe(1);
});

test('a lost webhook never comes, and is not tried again', async () => {
  await control.setFault({ kind: 'webhook_lose', path: 'payment_intent.*', count: 1 });
  const { id } = await stripe.paymentIntents.create(order);
  await control.flushWebhooks();
  await pause(100);
  expect(deliveriesOf(id, 'payment_intent.created')).toHaveLength(0);
  const { data } = await stripe.events.list({ type: 'payment_intent.created', limit: 1 });
  expect(data.map((event) => (event.data.object as Stripe.PaymentIntent).id)).toEqual([id]);
});

test('a late webhook comes when its delay is over, or when it is hurried', async () => {
  await control.setFault({ kind: 'webhook_delay', ms: 300 });
  const first = await stripe.paymentIntents.create(order);
  await pause(150);
  expect(deliveriesOf(first.id, 'payment_intent.created')).toHaveLength(0);
  await catcher.waitFor('payment_intent.created', first.id);
  const second = await stripe.paymentIntents.create(order);
  await control.flushWebhooks();
  expect(deliveriesOf(second.id, 'payment_intent.created')).toHaveLength(1);
});

test('reordered webhooks all come, in another order', async () => {
  await control.setFault({ kind: 'webhook_reorder', ms: 300, seed: 5, path: 'payment_intent.created' });
  const made: string[] = [];
  for (let count = 0; count < 12; count += 1) made.push((await stripe.paymentIntents.create(order)).id);
  for (const id of made) await catcher.waitFor('payment_intent.created', id);
  const came = catcher.caught
    .map(({ event }) => (event.data.object as { id: string }).id)
    .filter((id) => made.includes(id));
  expect(came).toHaveLength(12);
  expect(came).not.toEqual(made);
});

test.for([
  { what: 'an unknown kind', body: { kind: 'earthquake' } },
  { what: 'a misspelt field', body: { kind: 'latency', milliseconds: 5 } },
  { what: 'a probability above 1', body: { kind: 'latency', probability: 2 } },
  { what: 'no kind', body: {} },
])('a switch with $what is refused with 400', async ({ body }) => {
  const response = await fetch(`${server.url}/_control/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(400);
  expect(await control.faults()).toEqual([]);
});

test('a switch tells how often it has struck', async () => {
  const { id } = await control.setFault({ kind: 'rate_limit', count: 2, path: '/v1/refunds' });
  for (let count = 0; count < 3; count += 1) await stripe.refunds.list().catch(() => undefined);
  await stripe.paymentIntents.list();
  expect(await control.faults()).toMatchObject([{ id, struck: 2, kind: 'rate_limit', probability: 1 }]);
});
