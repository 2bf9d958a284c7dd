import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { signWebhook } from './sign-webhook.ts';
import { retryDelayMs } from './webhook-endpoint.ts';

const { webhooks } = new Stripe('sk_test_unused');
const payload = JSON.stringify({ id: 'evt_1', object: 'event', note: 'Größe' });
const now = () => Math.floor(Date.now() / 1000);

test("Stripe's SDK accepts the signature", () => {
  const event = webhooks.constructEvent(payload, signWebhook(payload, 'whsec_a', now()), 'whsec_a');
  expect(event.id).toBe('evt_1');
});

test('the signature is the very header that the SDK makes for tests', () => {
  const header = webhooks.generateTestHeaderString({ payload, secret: 'whsec_a', timestamp: 1_800_000_000 });
  expect(signWebhook(payload, 'whsec_a', 1_800_000_000)).toBe(header);
});

test.for([
  { what: 'another secret', body: payload, secret: 'whsec_b', ageSeconds: 0 },
  { what: 'an altered body', body: `${payload} `, secret: 'whsec_a', ageSeconds: 0 },
  { what: 'an age of over five minutes', body: payload, secret: 'whsec_a', ageSeconds: 301 },
])('$what is refused', ({ body, secret, ageSeconds }) => {
  const header = signWebhook(payload, 'whsec_a', now() - ageSeconds);
  expect(() => webhooks.constructEvent(body, header, secret)).toThrow();
});

test('pauses between attempts double up to the cap', () => {
  expect([1, 2, 3, 4, 20].map((attempts) => retryDelayMs(attempts, 100, 10))).toEqual([
    100, 200, 400, 800, 1000,
  ]);
});
