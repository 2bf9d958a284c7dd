import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { authorizedIntent, type ConformanceFact, errorOf, newIntent } from './conformance-fact.ts';

const params: Stripe.PaymentIntentCreateParams = {
  amount: 5000,
  currency: 'eur',
  capture_method: 'manual',
  allowed_payment_method_types: ['card'],
};

/** What Fairgate relies on about idempotency keys. */
export const idempotencyFacts: readonly ConformanceFact[] = [
  {
    name: 'the same request under the same key is answered from the first answer, and says so',
    async check({ stripe }) {
      const options = { idempotencyKey: randomUUID() };
      const first = await stripe.paymentIntents.create(params, options);
      const second = await stripe.paymentIntents.create(params, options);
      assert.equal(second.id, first.id);
      assert.equal(first.lastResponse.headers['idempotent-replayed'], undefined);
      assert.equal(second.lastResponse.headers['idempotent-replayed'], 'true');
    },
  },
  {
    name: 'a replayed answer is the old one, even when the object has moved on',
    async check({ stripe }) {
      const options = { idempotencyKey: randomUUID() };
      const { id } = await stripe.paymentIntents.create(params, options);
      await stripe.paymentIntents.cancel(id);
      const replayed = await stripe.paymentIntents.create(params, options);
      assert.deepEqual([replayed.id, replayed.status], [id, 'requires_payment_method']);
    },
  },
  {
    name: 'other parameters under the same key are refused as an idempotency error',
    async check({ stripe }) {
      const options = { idempotencyKey: randomUUID() };
      await stripe.paymentIntents.create(params, options);
      const error = await errorOf(stripe.paymentIntents.create({ ...params, amount: 6000 }, options));
      assert.deepEqual([error.statusCode, error.type], [400, 'StripeIdempotencyError']);
    },
  },
  {
    name: 'the same key at another endpoint is refused as an idempotency error',
    async check(world) {
      const options = { idempotencyKey: randomUUID() };
      const { id } = await world.stripe.paymentIntents.create(params, options);
      const error = await errorOf(world.stripe.paymentIntents.cancel(id, {}, options));
      assert.deepEqual([error.statusCode, error.type], [400, 'StripeIdempotencyError']);
      assert.equal((await world.stripe.paymentIntents.retrieve(id)).status, 'requires_payment_method');
    },
  },
  {
    name: 'a decline is kept under its key: the card is not tried again',
    async check(world) {
      const intent = await newIntent(world);
      const options = { idempotencyKey: randomUUID() };
      const confirm = () =>
        world.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_chargeDeclined' }, options);
      const first = await errorOf(confirm());
      const second = await errorOf(confirm());
      assert.equal(second.charge, first.charge);
      assert.equal(second.headers?.['idempotent-replayed'], 'true');
      const charges = await world.stripe.charges.list({ payment_intent: intent.id });
      assert.equal(charges.data.length, 1);
    },
  },
  {
    name: 'a refusal for its state is kept under its key',
    async check(world) {
      const intent = await newIntent(world);
      const options = { idempotencyKey: randomUUID() };
      await errorOf(world.stripe.paymentIntents.capture(intent.id, {}, options));
      const again = await errorOf(world.stripe.paymentIntents.capture(intent.id, {}, options));
      assert.equal(again.headers?.['idempotent-replayed'], 'true');
    },
  },
  {
    name: 'a request that fails validation leaves its key free',
    async check({ stripe }) {
      const options = { idempotencyKey: randomUUID() };
      const wrong = { ...params, amount: 'many' } as unknown as Stripe.PaymentIntentCreateParams;
      const error = await errorOf(stripe.paymentIntents.create(wrong, options));
      assert.equal(error.code, 'parameter_invalid_integer');
      const intent = await stripe.paymentIntents.create(params, options);
      assert.equal(intent.status, 'requires_payment_method');
    },
  },
  {
    name: 'simultaneous requests under one key make one object; who comes too early is told so by 409',
    async check({ stripe }) {
      const options = { idempotencyKey: randomUUID() };
      const made = await Promise.allSettled(
        Array.from({ length: 8 }, () => stripe.paymentIntents.create(params, options)),
      );
      const ids = new Set(made.filter((one) => one.status === 'fulfilled').map((one) => one.value.id));
      assert.equal(ids.size, 1);
      for (const one of made) {
        if (one.status === 'fulfilled') continue;
        const error = one.reason as Stripe.errors.StripeError;
        assert.deepEqual([error.statusCode, error.code], [409, 'idempotency_key_in_use']);
      }
    },
  },
  {
    name: 'a captured intent asked under a new key still refuses: state protects where keys do not',
    async check(world) {
      const intent = await authorizedIntent(world);
      await world.stripe.paymentIntents.capture(intent.id, {}, { idempotencyKey: randomUUID() });
      const error = await errorOf(
        world.stripe.paymentIntents.capture(intent.id, {}, { idempotencyKey: randomUUID() }),
      );
      assert.equal(error.code, 'payment_intent_unexpected_state');
    },
  },
];
