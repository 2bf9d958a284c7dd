import assert from 'node:assert/strict';
import type Stripe from 'stripe';
import { type ConformanceFact, type ConformanceWorld, errorOf, newIntent } from './conformance-fact.ts';

const returnUrl = 'https://tickets.example/back';

/** Starts a payment that the bank wants to see approved; returns the intent and the page. */
async function beginAuthentication(world: ConformanceWorld, card = 'pm_card_authenticationRequired') {
  const intent = await newIntent(world);
  const params = { payment_method: card, return_url: returnUrl };
  const waiting = await world.stripe.paymentIntents.confirm(intent.id, params);
  assert.equal(waiting.status, 'requires_action');
  assert.equal(waiting.next_action?.type, 'redirect_to_url');
  assert.equal(waiting.next_action?.redirect_to_url?.return_url, returnUrl);
  return { id: intent.id, url: waiting.next_action?.redirect_to_url?.url ?? '' };
}

/** What Fairgate relies on about what a browser may do, and about 3-D Secure. */
export const browserFacts: readonly ConformanceFact[] = [
  {
    name: 'a browser confirms with the publishable key and the client secret, and sees no metadata',
    needs: 'browser',
    async check(world) {
      const browser = browserOf(world);
      const intent = await newIntent(world, { metadata: { order: 'o-1' } });
      const params = { client_secret: intent.client_secret ?? '', payment_method: 'pm_card_visa' };
      const confirmed = await browser.paymentIntents.confirm(
        intent.id,
        params as Stripe.PaymentIntentConfirmParams,
      );
      assert.equal(confirmed.status, 'requires_capture');
      assert.equal(confirmed.metadata, undefined);
      const seen = await browser.paymentIntents.retrieve(intent.id, { client_secret: params.client_secret });
      assert.deepEqual(
        [seen.status, seen.metadata, seen.latest_charge],
        ['requires_capture', undefined, undefined],
      );
    },
  },
  {
    name: 'a browser whose card is declined sees no metadata in the refusal either',
    needs: 'browser',
    async check(world) {
      const intent = await newIntent(world, { metadata: { order: 'o-1' } });
      const params = { client_secret: intent.client_secret ?? '', payment_method: 'pm_card_chargeDeclined' };
      const error = await errorOf(
        browserOf(world).paymentIntents.confirm(intent.id, params as Stripe.PaymentIntentConfirmParams),
      );
      assert.equal(error.code, 'card_declined');
      assert.equal(error.payment_intent?.status, 'requires_payment_method');
      assert.equal(error.payment_intent?.metadata, undefined);
    },
  },
  {
    name: 'a browser with the wrong client secret is refused',
    needs: 'browser',
    async check(world) {
      const intent = await newIntent(world);
      const client_secret = `${intent.id}_secret_0000000000000000000000000`;
      const error = await errorOf(browserOf(world).paymentIntents.retrieve(intent.id, { client_secret }));
      assert.equal(error.type, 'StripeInvalidRequestError');
    },
  },
  {
    name: 'a browser can neither create, capture, cancel nor list',
    needs: 'browser',
    async check(world) {
      const { paymentIntents } = browserOf(world);
      const { id } = await newIntent(world);
      const calls = [
        paymentIntents.create({ amount: 5000, currency: 'eur' }),
        paymentIntents.capture(id),
        paymentIntents.cancel(id),
        paymentIntents.list(),
      ];
      for (const call of calls) {
        const error = await errorOf(call);
        assert.ok(error.statusCode === 401 || error.statusCode === 403, String(error.statusCode));
      }
    },
  },
  {
    name: 'a card that wants 3-D Secure sends the customer to a page, and nothing is authorized before',
    async check(world) {
      const { id, url } = await beginAuthentication(world);
      assert.match(url, /^https?:\/\//);
      const waiting = await world.stripe.paymentIntents.retrieve(id);
      assert.deepEqual([waiting.amount_capturable, waiting.latest_charge], [0, null]);
      await world.stripe.paymentIntents.cancel(id);
    },
  },
  {
    name: 'an approved 3-D Secure authorizes the payment without another confirmation',
    needs: 'authenticate',
    async check(world) {
      const { id, url } = await beginAuthentication(world);
      await world.authenticate?.(url, true);
      const intent = await world.stripe.paymentIntents.retrieve(id);
      assert.deepEqual([intent.status, intent.next_action], ['requires_capture', null]);
    },
  },
  {
    name: 'a failed 3-D Secure leaves the intent waiting for another card',
    needs: 'authenticate',
    async check(world) {
      const { id, url } = await beginAuthentication(world);
      await world.authenticate?.(url, false);
      const intent = await world.stripe.paymentIntents.retrieve(id);
      assert.equal(intent.status, 'requires_payment_method');
      assert.equal(intent.last_payment_error?.code, 'payment_intent_authentication_failure');
      const event = await world.eventOf('payment_intent.payment_failed', id);
      assert.equal(event.type, 'payment_intent.payment_failed');
    },
  },
];

function browserOf(world: ConformanceWorld): Stripe {
  assert.ok(world.browser !== undefined);
  return world.browser;
}
