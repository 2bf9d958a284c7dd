import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientOf } from './conformance/worlds.ts';
import { type LoopbackStripe, startLoopbackStripe } from './start-loopback-stripe.ts';

const order: Stripe.PaymentIntentCreateParams = {
  amount: 5000,
  currency: 'eur',
  capture_method: 'manual',
  allowed_payment_method_types: ['card'],
};

let server: LoopbackStripe;
let stripe: Stripe;

beforeAll(async () => {
  server = await startLoopbackStripe();
  stripe = clientOf(server, server.secretKey);
});
afterAll(() => server.stop());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { id?: string; status?: string; error?: Record<string, unknown>; next_action?: unknown };
}

/** A form posted as a payment page does it: the publishable key in a header, from another origin. */
async function post(
  path: string,
  fields: Record<string, string>,
  key = server.publishableKey,
): Promise<Answer> {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, origin: 'http://127.0.0.1:3000' },
    body: new URLSearchParams(fields),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer['body'],
  };
}

const typed = (number: string) => ({
  type: 'card',
  'card[number]': number,
  'card[exp_month]': '12',
  'card[exp_year]': '2034',
  'card[cvc]': '123',
});

test('a browser asks first and is let in from any origin', async () => {
  const response = await fetch(`${server.url}/v1/payment_methods`, {
    method: 'OPTIONS',
    headers: { origin: 'http://127.0.0.1:3000', 'access-control-request-headers': 'authorization' },
  });
  expect(response.status).toBe(204);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-allow-headers')).toContain('authorization');
  const { headers } = await post('/v1/payment_methods', typed('4242424242424242'));
  expect(headers.get('access-control-allow-origin')).toBe('*');
});

const ends = [
  { number: '4242424242424242', status: 200, end: 'requires_capture' },
  { number: '5555555555554444', status: 200, end: 'requires_capture' },
  { number: '4000000000000002', status: 402, end: 'generic_decline' },
  { number: '4000000000009995', status: 402, end: 'insufficient_funds' },
  { number: '4000000000000069', status: 402, end: 'expired_card' },
  { number: '4000000000000127', status: 402, end: 'incorrect_cvc' },
  { number: '4000000000000119', status: 402, end: 'processing_error' },
  { number: '4000002760003184', status: 200, end: 'requires_action' },
  { number: '4000000000003220', status: 200, end: 'requires_action' },
];

test.for(ends)('a payment page pays with $number: $end', async ({ number, status, end }) => {
  const intent = await stripe.paymentIntents.create(order);
  const method = await post('/v1/payment_methods', typed(number));
  expect(method.status).toBe(200);
  const confirmed = await post(`/v1/payment_intents/${intent.id}/confirm`, {
    client_secret: intent.client_secret ?? '',
    payment_method: method.body.id ?? '',
    return_url: 'http://127.0.0.1:3000/back',
  });
  expect(confirmed.status).toBe(status);
  expect(confirmed.body.status ?? confirmed.body.error?.decline_code).toBe(end);
});

test('the bank page shows the amount, takes the answer, and sends the customer back with what became of it', async () => {
  const intent = await stripe.paymentIntents.create(order);
  const waiting = await stripe.paymentIntents.confirm(intent.id, {
    payment_method: 'pm_card_authenticationRequired',
    return_url: 'http://127.0.0.1:3000/back?order=7',
  });
  const url = waiting.next_action?.redirect_to_url?.url ?? '';
  const page = await fetch(url);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(await page.text()).toMatch(/50\.00\s+EUR/);
  const answer = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ outcome: 'approve' }),
    redirect: 'manual',
  });
  const back = new URL(answer.headers.get('location') ?? '');
  expect(answer.status).toBe(303);
  expect(Object.fromEntries(back.searchParams)).toEqual({
    order: '7',
    payment_intent: intent.id,
    payment_intent_client_secret: intent.client_secret,
    redirect_status: 'succeeded',
  });
  expect((await fetch(url)).status).toBe(404);
});

test('a card that has paid cannot pay again without a customer', async () => {
  const { body } = await post('/v1/payment_methods', typed('4242424242424242'));
  const payment_method = body.id ?? '';
  const [one, other] = [await stripe.paymentIntents.create(order), await stripe.paymentIntents.create(order)];
  await stripe.paymentIntents.confirm(one.id, { payment_method });
  await expect(stripe.paymentIntents.confirm(other.id, { payment_method })).rejects.toThrow(
    /may not be used again/,
  );
});

test.for([
  { what: 'no key', key: '', status: 401 },
  { what: 'another key', key: 'pk_test_other', status: 401 },
])('$what is refused with 401', async ({ key, status }) => {
  const answer = await post('/v1/payment_methods', typed('4242424242424242'), key);
  expect(answer.status).toBe(status);
  expect(answer.body.error?.type).toBe('invalid_request_error');
});

test('what is not imitated is said to be so, with 404', async () => {
  const answer = await post('/v1/customers', {}, server.secretKey);
  expect(answer.status).toBe(404);
  expect(String(answer.body.error?.message)).toContain('does not imitate');
});

test('a body that is no form, and one too large, are refused without harm', async () => {
  const send = (body: string) =>
    fetch(`${server.url}/v1/payment_intents`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${server.secretKey}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body,
    });
  expect((await send('a=%E4%')).status).toBe(400);
  expect((await send(`metadata[a]=${'x'.repeat(300_000)}`)).status).toBe(413);
  expect((await send('amount=5000&currency=eur')).status).toBe(200);
});
