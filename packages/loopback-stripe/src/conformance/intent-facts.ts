import assert from 'node:assert/strict';
import type Stripe from 'stripe';
import {
  authorizedIntent,
  type ConformanceFact,
  capturedIntent,
  errorOf,
  newIntent,
} from './conformance-fact.ts';

const unexpectedState = 'payment_intent_unexpected_state';

/** What Fairgate relies on about the life of a PaymentIntent. */
export const intentFacts: readonly ConformanceFact[] = [
  {
    name: 'a new intent waits for a card, has a client secret and holds no money',
    async check(world) {
      const intent = await newIntent(world);
      assert.equal(intent.status, 'requires_payment_method');
      assert.match(intent.client_secret ?? '', new RegExp(`^${intent.id}_secret_`));
      assert.deepEqual([intent.amount_capturable, intent.amount_received], [0, 0]);
      assert.equal(intent.latest_charge, null);
    },
  },
  {
    name: 'an intent that allows cards only says so, and needs no address to return to',
    async check(world) {
      const intent = await authorizedIntent(world);
      assert.deepEqual(intent.allowed_payment_method_types, ['card']);
      assert.deepEqual(intent.payment_method_types, ['card']);
    },
  },
  {
    name: 'confirming with manual capture authorizes the whole amount and receives nothing',
    async check(world) {
      const intent = await newIntent(world);
      const params = { payment_method: 'pm_card_visa', expand: ['latest_charge'] };
      const confirmed = await world.stripe.paymentIntents.confirm(intent.id, params);
      assert.equal(confirmed.status, 'requires_capture');
      assert.deepEqual([confirmed.amount_capturable, confirmed.amount_received], [5000, 0]);
      const charge = confirmed.latest_charge as Stripe.Charge;
      assert.deepEqual([charge.captured, charge.paid, charge.amount_captured], [false, true, 0]);
    },
  },
  {
    name: 'an authorized charge says until when it may be captured, days from now',
    async check(world) {
      const intent = await authorizedIntent(world, { expand: ['latest_charge'] });
      const charge = intent.latest_charge as Stripe.Charge;
      const before = charge.payment_method_details?.card?.capture_before ?? 0;
      assert.ok(before > charge.created + 86_400 && before < charge.created + 31 * 86_400);
    },
  },
  {
    name: 'with automatic capture, confirming takes the money',
    async check(world) {
      const intent = await authorizedIntent(world, { capture_method: 'automatic' });
      assert.equal(intent.status, 'succeeded');
      assert.equal(intent.amount_received, 5000);
    },
  },
  {
    name: 'a mastercard is as good as a visa',
    async check(world) {
      const intent = await authorizedIntent(world, { payment_method: 'pm_card_mastercard' });
      assert.equal(intent.status, 'requires_capture');
    },
  },
  {
    name: 'capturing takes what was authorized, once: a second capture is refused',
    async check(world) {
      const intent = await capturedIntent(world);
      assert.equal(intent.status, 'succeeded');
      assert.deepEqual([intent.amount_capturable, intent.amount_received], [0, 5000]);
      const error = await errorOf(world.stripe.paymentIntents.capture(intent.id));
      assert.deepEqual(
        [error.statusCode, error.type, error.code],
        [400, 'StripeInvalidRequestError', unexpectedState],
      );
      assert.equal(error.payment_intent?.status, 'succeeded');
    },
  },
  {
    name: 'capturing less receives that much and releases the rest for good',
    async check(world) {
      const authorized = await authorizedIntent(world);
      const params = { amount_to_capture: 2000, expand: ['latest_charge'] };
      const intent = await world.stripe.paymentIntents.capture(authorized.id, params);
      assert.deepEqual([intent.status, intent.amount, intent.amount_received], ['succeeded', 5000, 2000]);
      assert.equal(intent.amount_capturable, 0);
      const charge = intent.latest_charge as Stripe.Charge;
      assert.deepEqual([charge.amount_captured, charge.amount_refunded], [2000, 0]);
    },
  },
  {
    name: 'capturing more than was authorized is refused, and the authorization stays',
    async check(world) {
      const intent = await authorizedIntent(world);
      const error = await errorOf(
        world.stripe.paymentIntents.capture(intent.id, { amount_to_capture: 5001 }),
      );
      assert.deepEqual([error.statusCode, error.type], [400, 'StripeInvalidRequestError']);
      assert.equal((await world.stripe.paymentIntents.retrieve(intent.id)).status, 'requires_capture');
    },
  },
  {
    name: 'an intent that is not authorized cannot be captured',
    async check(world) {
      const intent = await newIntent(world);
      const error = await errorOf(world.stripe.paymentIntents.capture(intent.id));
      assert.equal(error.code, unexpectedState);
      assert.equal(error.payment_intent?.status, 'requires_payment_method');
    },
  },
  {
    name: 'cancelling an authorization releases it: nothing is capturable or received, and no refund comes about',
    async check(world) {
      const intent = await authorizedIntent(world);
      const params = { cancellation_reason: 'abandoned' } as const;
      const canceled = await world.stripe.paymentIntents.cancel(intent.id, params);
      assert.deepEqual([canceled.status, canceled.cancellation_reason], ['canceled', 'abandoned']);
      assert.deepEqual([canceled.amount_capturable, canceled.amount_received], [0, 0]);
      assert.equal(typeof canceled.canceled_at, 'number');
      const refunds = await world.stripe.refunds.list({ payment_intent: intent.id });
      assert.equal(refunds.data.length, 0);
    },
  },
  {
    name: 'a canceled intent can be neither confirmed, captured nor canceled again',
    async check(world) {
      const { paymentIntents } = world.stripe;
      const { id } = await paymentIntents.cancel((await newIntent(world)).id);
      const refusals = [
        await errorOf(paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })),
        await errorOf(paymentIntents.capture(id)),
        await errorOf(paymentIntents.cancel(id)),
      ];
      for (const error of refusals) {
        assert.equal(error.code, unexpectedState);
        assert.equal(error.payment_intent?.status, 'canceled');
      }
    },
  },
  {
    name: 'a captured intent cannot be canceled',
    async check(world) {
      const intent = await capturedIntent(world);
      const error = await errorOf(world.stripe.paymentIntents.cancel(intent.id));
      assert.equal(error.code, unexpectedState);
      assert.equal(error.payment_intent?.status, 'succeeded');
    },
  },
  {
    name: 'confirming without a card is refused',
    async check(world) {
      const error = await errorOf(world.stripe.paymentIntents.confirm((await newIntent(world)).id));
      assert.equal(error.code, unexpectedState);
    },
  },
];

interface Decline {
  readonly card: string;
  readonly code: string;
  readonly declineCode: string;
}

const declines: readonly Decline[] = [
  { card: 'pm_card_chargeDeclined', code: 'card_declined', declineCode: 'generic_decline' },
  {
    card: 'pm_card_chargeDeclinedInsufficientFunds',
    code: 'card_declined',
    declineCode: 'insufficient_funds',
  },
  { card: 'pm_card_chargeDeclinedExpiredCard', code: 'expired_card', declineCode: 'expired_card' },
  { card: 'pm_card_chargeDeclinedIncorrectCvc', code: 'incorrect_cvc', declineCode: 'incorrect_cvc' },
  {
    card: 'pm_card_chargeDeclinedProcessingError',
    code: 'processing_error',
    declineCode: 'processing_error',
  },
];

/** What Fairgate relies on about declined cards. */
export const declineFacts: readonly ConformanceFact[] = [
  ...declines.map(
    ({ card, code, declineCode }): ConformanceFact => ({
      name: `${card} ends in a card error, ${code}, and the intent waits for another card`,
      async check(world) {
        const intent = await newIntent(world);
        const error = await errorOf(world.stripe.paymentIntents.confirm(intent.id, { payment_method: card }));
        assert.deepEqual([error.statusCode, error.type, error.code], [402, 'StripeCardError', code]);
        if (code === 'card_declined') assert.equal(error.decline_code, declineCode);
        assert.equal(error.payment_intent?.id, intent.id);
        const after = await world.stripe.paymentIntents.retrieve(intent.id);
        assert.equal(after.status, 'requires_payment_method');
        assert.equal(after.last_payment_error?.code, code);
        assert.equal(after.amount_capturable, 0);
      },
    }),
  ),
  {
    name: 'after a decline another card may pay the same intent',
    async check(world) {
      const { paymentIntents } = world.stripe;
      const intent = await newIntent(world);
      await errorOf(paymentIntents.confirm(intent.id, { payment_method: 'pm_card_chargeDeclined' }));
      const paid = await paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
      assert.equal(paid.status, 'requires_capture');
      assert.equal(paid.last_payment_error, null);
    },
  },
];
