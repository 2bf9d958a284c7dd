import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import {
  authorizedIntent,
  type ConformanceFact,
  errorOf,
  eventually,
  newIntent,
} from './conformance-fact.ts';

interface Refused {
  readonly what: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly code?: string;
  readonly param: string;
}

const refusedCreates: readonly Refused[] = [
  {
    what: 'without a currency',
    params: { currency: undefined },
    code: 'parameter_missing',
    param: 'currency',
  },
  {
    what: 'with an empty currency',
    params: { currency: '' },
    code: 'parameter_invalid_empty',
    param: 'currency',
  },
  { what: 'below the least charge', params: { amount: 10 }, code: 'amount_too_small', param: 'amount' },
  { what: 'of nothing', params: { amount: 0 }, code: 'parameter_invalid_integer', param: 'amount' },
  {
    what: 'with payment_method_types, which the API no longer takes,',
    params: { payment_method_types: ['card'] },
    code: 'payment_method_types_no_longer_supported',
    param: 'payment_method_types',
  },
  {
    what: 'with an unknown parameter',
    params: { colour: 'red' },
    code: 'parameter_unknown',
    param: 'colour',
  },
  {
    what: 'with a metadata value over 500 characters',
    params: { metadata: { order: 'x'.repeat(501) } },
    param: 'metadata',
  },
  {
    what: 'with a metadata key over 40 characters',
    params: { metadata: { ['k'.repeat(41)]: '1' } },
    param: 'metadata',
  },
  {
    what: 'with an unknown card',
    params: { payment_method: 'pm_none' },
    code: 'resource_missing',
    param: 'payment_method',
  },
];

/** What Fairgate relies on about parameters, metadata, lists and the search. */
export const requestFacts: readonly ConformanceFact[] = [
  ...refusedCreates.map(
    ({ what, params, code, param }): ConformanceFact => ({
      name: `an intent ${what} is refused, naming the parameter`,
      async check(world) {
        const error = await errorOf(newIntent(world, params as Partial<Stripe.PaymentIntentCreateParams>));
        assert.equal(error.type, 'StripeInvalidRequestError');
        if (code !== undefined) assert.equal(error.code, code);
        assert.equal(error.param?.split('[')[0], param);
      },
    }),
  ),
  {
    name: 'an unknown intent is 404 resource_missing',
    async check({ stripe }) {
      const error = await errorOf(stripe.paymentIntents.retrieve('pi_3NoneNoneNoneNone0None0None'));
      assert.deepEqual([error.statusCode, error.code], [404, 'resource_missing']);
    },
  },
  {
    name: 'metadata is merged key by key, an empty value unsets, and it may change in every state',
    async check(world) {
      const { paymentIntents } = world.stripe;
      const intent = await authorizedIntent(world, { metadata: { order: 'o-1', event: 'e-1' } });
      const merged = await paymentIntents.update(intent.id, {
        metadata: { event: '', seat: 'Ä & [1] = 2%' },
      });
      assert.deepEqual({ ...merged.metadata }, { order: 'o-1', seat: 'Ä & [1] = 2%' });
      const canceled = await paymentIntents.cancel(intent.id);
      const after = await paymentIntents.update(canceled.id, { metadata: { order: 'o-2' } });
      assert.equal(after.metadata.order, 'o-2');
    },
  },
  {
    name: 'the amount cannot change once it is authorized',
    async check(world) {
      const intent = await authorizedIntent(world);
      const error = await errorOf(world.stripe.paymentIntents.update(intent.id, { amount: 6000 }));
      assert.equal(error.code, 'payment_intent_unexpected_state');
    },
  },
  {
    name: 'lists are newest first, in pages, without gap or repetition',
    async check(world) {
      const made: string[] = [];
      for (let count = 0; count < 5; count += 1) made.push((await newIntent(world)).id);
      const listed: string[] = [];
      for await (const intent of world.stripe.paymentIntents.list({ limit: 2 })) {
        listed.push(intent.id);
        if (listed.length > 200 || listed.includes(made[0] ?? '')) break;
      }
      assert.deepEqual(
        listed.filter((id) => made.includes(id)),
        [...made].reverse(),
      );
      assert.equal(new Set(listed).size, listed.length);
    },
  },
  {
    name: 'lists can be bounded by the time of creation',
    async check(world) {
      const { created, id } = await newIntent(world);
      const { paymentIntents } = world.stripe;
      const within = await paymentIntents.list({ created: { gte: created, lte: created }, limit: 100 });
      assert.ok(within.data.some((intent) => intent.id === id));
      const after = await paymentIntents.list({ created: { gt: created + 3600 } });
      assert.equal(after.data.length, 0);
    },
  },
  {
    name: 'the search finds an intent by its metadata, in the end',
    async check(world) {
      const order = randomUUID();
      const { id } = await newIntent(world, { metadata: { fairgate_order: order } });
      const query = `metadata["fairgate_order"]:"${order}"`;
      const found = await eventually(world, async () => {
        const page = await world.stripe.paymentIntents.search({ query });
        return page.data[0];
      });
      assert.equal(found.id, id);
    },
  },
];
