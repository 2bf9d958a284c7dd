import assert from 'node:assert/strict';
import type Stripe from 'stripe';
import {
  authorizedIntent,
  type ConformanceFact,
  type ConformanceWorld,
  capturedIntent,
  errorOf,
  newIntent,
} from './conformance-fact.ts';

interface Told {
  readonly what: string;
  readonly type: string;
  readonly status: string;
  /** Does it, and returns the intent's id. */
  readonly bringAbout: (world: ConformanceWorld) => Promise<string>;
}

const told: readonly Told[] = [
  {
    what: 'a new intent',
    type: 'payment_intent.created',
    status: 'requires_payment_method',
    bringAbout: async (world) => (await newIntent(world)).id,
  },
  {
    what: 'an authorization',
    type: 'payment_intent.amount_capturable_updated',
    status: 'requires_capture',
    bringAbout: async (world) => (await authorizedIntent(world)).id,
  },
  {
    what: 'a capture',
    type: 'payment_intent.succeeded',
    status: 'succeeded',
    bringAbout: async (world) => (await capturedIntent(world)).id,
  },
  {
    what: 'a cancellation',
    type: 'payment_intent.canceled',
    status: 'canceled',
    bringAbout: async (world) => (await world.stripe.paymentIntents.cancel((await newIntent(world)).id)).id,
  },
  {
    what: 'a decline',
    type: 'payment_intent.payment_failed',
    status: 'requires_payment_method',
    bringAbout: async (world) => {
      const intent = await newIntent(world);
      const params = { payment_method: 'pm_card_chargeDeclined' };
      await errorOf(world.stripe.paymentIntents.confirm(intent.id, params));
      return intent.id;
    },
  },
];

/** What Fairgate relies on about events. */
export const eventFacts: readonly ConformanceFact[] = [
  ...told.map(
    ({ what, type, status, bringAbout }): ConformanceFact => ({
      name: `${what} is told as ${type}, with the intent as it was then`,
      async check(world) {
        const id = await bringAbout(world);
        const event = await world.eventOf(type, id);
        const intent = event.data.object as Stripe.PaymentIntent;
        assert.deepEqual([intent.object, intent.id, intent.status], ['payment_intent', id, status]);
        assert.equal(event.object, 'event');
        assert.equal(event.livemode, false);
      },
    }),
  ),
  {
    name: 'a refund is told as charge.refunded and refund.created',
    async check(world) {
      const intent = await capturedIntent(world);
      const refund = await world.stripe.refunds.create({ payment_intent: intent.id, amount: 100 });
      const created = await world.eventOf('refund.created', intent.id);
      assert.equal((created.data.object as Stripe.Refund).id, refund.id);
      const refunded = await world.eventOf('charge.refunded', intent.id);
      assert.equal((refunded.data.object as Stripe.Charge).amount_refunded, 100);
    },
  },
  {
    name: 'an event can be fetched again by its id',
    async check(world) {
      const intent = await newIntent(world, { metadata: { order: 'o-9' } });
      const event = await world.eventOf('payment_intent.created', intent.id);
      const fetched = await world.stripe.events.retrieve(event.id);
      assert.equal(fetched.type, 'payment_intent.created');
      assert.equal((fetched.data.object as Stripe.PaymentIntent).metadata.order, 'o-9');
    },
  },
];
