import assert from 'node:assert/strict';
import type Stripe from 'stripe';
import {
  authorizedIntent,
  type ConformanceFact,
  capturedIntent,
  errorOf,
  eventually,
} from './conformance-fact.ts';

/** What Fairgate relies on about refunds. */
export const refundFacts: readonly ConformanceFact[] = [
  {
    name: 'a full refund gives everything back and keeps its metadata',
    async check(world) {
      const intent = await capturedIntent(world);
      const params = { payment_intent: intent.id, metadata: { op_id: 'op-1' } };
      const refund = await world.stripe.refunds.create(params);
      assert.deepEqual([refund.amount, refund.status, refund.metadata?.op_id], [5000, 'succeeded', 'op-1']);
      const charge = await world.stripe.charges.retrieve(String(intent.latest_charge));
      assert.deepEqual([charge.refunded, charge.amount_refunded], [true, 5000]);
      const after = await world.stripe.paymentIntents.retrieve(intent.id);
      assert.deepEqual([after.status, after.amount_received], ['succeeded', 5000]);
    },
  },
  {
    name: 'partial refunds add up to what was captured and not further, and are listed by intent',
    async check(world) {
      const intent = await capturedIntent(world);
      const refund = (amount: number) => world.stripe.refunds.create({ payment_intent: intent.id, amount });
      const made = [(await refund(2000)).id, (await refund(1000)).id];
      const error = await errorOf(refund(2001));
      assert.deepEqual([error.statusCode, error.type], [400, 'StripeInvalidRequestError']);
      made.push((await refund(2000)).id);
      const listed = await world.stripe.refunds.list({ payment_intent: intent.id });
      assert.deepEqual(
        listed.data.map((one) => one.id),
        [...made].reverse(),
      );
    },
  },
  {
    name: 'a charge that was refunded wholly is refused as charge_already_refunded',
    async check(world) {
      const intent = await capturedIntent(world);
      await world.stripe.refunds.create({ payment_intent: intent.id });
      const error = await errorOf(world.stripe.refunds.create({ payment_intent: intent.id }));
      assert.equal(error.code, 'charge_already_refunded');
    },
  },
  {
    name: 'after a partial capture only what was captured can be refunded',
    async check(world) {
      const intent = await authorizedIntent(world);
      await world.stripe.paymentIntents.capture(intent.id, { amount_to_capture: 2000 });
      const error = await errorOf(world.stripe.refunds.create({ payment_intent: intent.id, amount: 2001 }));
      assert.equal(error.type, 'StripeInvalidRequestError');
      assert.equal((await world.stripe.refunds.create({ payment_intent: intent.id })).amount, 2000);
    },
  },
  {
    name: 'a refund that the bank sends back ends as failed, and the charge counts it no more',
    async check(world) {
      const intent = await capturedIntent(world, { payment_method: 'pm_card_refundFail' });
      const refund = await world.stripe.refunds.create({ payment_intent: intent.id, amount: 3000 });
      const failed = await eventually(world, async () => {
        const now = await world.stripe.refunds.retrieve(refund.id);
        return now.status === 'failed' ? now : undefined;
      });
      assert.equal(typeof failed.failure_reason, 'string');
      const charge = await world.stripe.charges.retrieve(String(intent.latest_charge));
      assert.equal(charge.amount_refunded, 0);
      const event = await world.eventOf('refund.failed', intent.id);
      assert.equal((event.data.object as Stripe.Refund).id, refund.id);
    },
  },
  {
    name: 'a slow refund is pending at first and succeeds later',
    async check(world) {
      const intent = await capturedIntent(world, { payment_method: 'pm_card_pendingRefund' });
      const refund = await world.stripe.refunds.create({ payment_intent: intent.id });
      assert.equal(refund.status, 'pending');
      await eventually(world, async () => {
        const now = await world.stripe.refunds.retrieve(refund.id);
        return now.status === 'succeeded' ? now : undefined;
      });
    },
  },
];
