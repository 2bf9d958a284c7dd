import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
const day = 24 * 3600;

let server: LoopbackStripe;
let catcher: WebhookCatcher;
let stripe: Stripe;
let control: LoopbackControl;

beforeAll(async () => {
  catcher = await catchWebhooks('whsec_loopback');
  server = await startLoopbackStripe({ webhooks: [{ url: catcher.url }], searchLagMs: 60_000 });
  stripe = clientOf(server, server.secretKey);
  control = controlLoopbackStripe(server.url);
});
afterAll(async () => {
  await server.stop();
  await catcher.stop();
});

const rowOf = async (id: string) => (await control.ledger()).intents.find((row) => row.paymentIntent === id);

test('an authorization that nobody captures in seven days is canceled as expired, and told', async () => {
  const { id } = await stripe.paymentIntents.create(authorized);
  await control.advanceClock(7 * day - 60);
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe('requires_capture');
  expect((await control.advanceClock(120)).swept).toBeGreaterThanOrEqual(1);
  const intent = await stripe.paymentIntents.retrieve(id);
  expect([intent.status, intent.cancellation_reason, intent.amount_capturable]).toEqual([
    'canceled',
    'expired',
    0,
  ]);
  await catcher.waitFor('payment_intent.canceled', id);
  await catcher.waitFor('charge.expired', id);
  await expect(stripe.paymentIntents.capture(id)).rejects.toThrow(/status of canceled/);
});

test('a key is free again after 24 hours', async () => {
  const options = { idempotencyKey: 'day-old' };
  const first = await stripe.paymentIntents.create(order, options);
  await control.advanceClock(day - 60);
  expect((await stripe.paymentIntents.create(order, options)).id).toBe(first.id);
  await control.advanceClock(120);
  expect((await stripe.paymentIntents.create(order, options)).id).not.toBe(first.id);
});

test('the clock goes forward only', async () => {
  await expect(control.advanceClock(-1)).rejects.toThrow(/400/);
});

test('the search sees a change only after its lag', async () => {
  const { id } = await stripe.paymentIntents.create({ ...order, metadata: { lagging: 'yes' } });
  const found = async () => (await stripe.paymentIntents.search({ query: 'metadata["lagging"]:"yes"' })).data;
  expect(await found()).toEqual([]);
  await control.advanceClock(61);
  expect((await found()).map((intent) => intent.id)).toEqual([id]);
  await stripe.paymentIntents.update(id, { metadata: { lagging: 'no' } });
  expect((await found()).map((intent) => intent.id)).toEqual([id]);
  await control.advanceClock(61);
  expect(await found()).toEqual([]);
});

test('a dispute takes the money at once, and a won one brings it back', async () => {
  const { id } = await stripe.paymentIntents.create({ ...authorized, capture_method: 'automatic' });
  const dispute = await control.openDispute(id);
  expect([dispute.amount, dispute.status]).toEqual([5000, 'needs_response']);
  expect(await rowOf(id)).toMatchObject({ captured: 5000, refunded: 0, disputed: 5000 });
  const created = await catcher.waitFor('charge.dispute.created', id);
  expect((created.data.object as Stripe.Dispute).id).toBe(dispute.id);
  await expect(stripe.refunds.create({ payment_intent: id })).rejects.toMatchObject({
    code: 'charge_disputed',
  });
  expect((await stripe.disputes.list({ payment_intent: id })).data).toHaveLength(1);
  await control.closeDispute(dispute.id, 'won');
  expect(await rowOf(id)).toMatchObject({ disputed: 0 });
  await catcher.waitFor('charge.dispute.funds_reinstated', id);
  await expect(control.closeDispute(dispute.id, 'lost')).rejects.toThrow(/already closed/);
});

test('a lost dispute keeps the money away', async () => {
  const { id } = await stripe.paymentIntents.create({ ...authorized, capture_method: 'automatic' });
  const dispute = await control.openDispute(id, 3000);
  await control.closeDispute(dispute.id, 'lost');
  expect(await rowOf(id)).toMatchObject({ captured: 5000, disputed: 3000 });
  await catcher.waitFor('charge.dispute.closed', id);
});

test('only captured payments can be disputed', async () => {
  const { id } = await stripe.paymentIntents.create(authorized);
  await expect(control.openDispute(id)).rejects.toThrow(/not captured/);
  await expect(control.openDispute('pi_none')).rejects.toThrow(/404/);
});

test("the disputing test card's payments are disputed by themselves", async () => {
  const { id } = await stripe.paymentIntents.create({
    ...authorized,
    capture_method: 'automatic',
    payment_method: 'pm_card_createDispute',
  });
  await catcher.waitFor('charge.dispute.created', id);
});

test('the ledger totals each intent from its charges, refunds and disputes', async () => {
  const metadata = { order: 'o-77' };
  const { id } = await stripe.paymentIntents.create({ ...authorized, metadata });
  expect(await rowOf(id)).toMatchObject({
    status: 'requires_capture',
    capturable: 5000,
    captured: 0,
    metadata,
  });
  await stripe.paymentIntents.capture(id, { amount_to_capture: 4000 });
  await stripe.refunds.create({ payment_intent: id, amount: 1000 });
  await stripe.refunds.create({ payment_intent: id, amount: 500 });
  expect(await rowOf(id)).toMatchObject({
    amount: 5000,
    capturable: 0,
    captured: 4000,
    captures: 1,
    refunded: 1500,
    refunds: 2,
    disputed: 0,
  });
});

test('balance transactions add up to what was captured and given back', async () => {
  const intent = await stripe.paymentIntents.create({ ...authorized, capture_method: 'automatic' });
  const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 2000 });
  const charge = await stripe.charges.retrieve(String(intent.latest_charge), {
    expand: ['balance_transaction'],
  });
  const taken = charge.balance_transaction as Stripe.BalanceTransaction;
  const given = await stripe.balanceTransactions.retrieve(String(refund.balance_transaction));
  expect([taken.amount, taken.net, given.amount]).toEqual([5000, 5000 - taken.fee, -2000]);
});

test('the request log tells of every request, newest first, and of its key and its faults', async () => {
  await control.resetRequests();
  const options = { idempotencyKey: 'logged' };
  await stripe.paymentIntents.create(order, options);
  await stripe.paymentIntents.create(order, options);
  await stripe.paymentIntents.retrieve('pi_none').catch(() => undefined);
  const requests = await control.requests();
  expect(
    requests.map(({ method, status, replayed, errorCode }) => [method, status, replayed, errorCode]),
  ).toEqual([
    ['GET', 404, false, 'resource_missing'],
    ['POST', 200, true, null],
    ['POST', 200, false, null],
  ]);
  expect(requests[1]?.idempotencyKey).toBe('logged');
  expect(await control.requests({ method: 'GET' })).toHaveLength(1);
  const { requests: counts } = await control.counters();
  expect(counts).toMatchObject({ requests: 3, replayed: 1, 'status 404': 1, 'POST /v1/payment_intents': 2 });
});
