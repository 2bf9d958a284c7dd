import { randomUUID } from 'node:crypto';
import { controlLoopbackStripe } from '@fairgate/loopback-stripe/control/control-loopback-stripe.ts';
import { describe, expect, test } from 'vitest';
import { openOperation, recordCaptured } from '../../../prisma/testing/purchase-calls.ts';
import { runAudit } from './run-audit.ts';
import { expectBroken, freshInstallation } from './testing/expect-broken.ts';
import { createIntent, type OrderFate } from './testing/installation.ts';
import { tamper } from './testing/tamper.ts';

const installation = freshInstallation();
const world = () => installation().world;
const stripe = () => installation().stripe;
const order = (fate: OrderFate) => installation().orders[fate];

/** An intent at Stripe besides the stored one. */
async function strayIntent(orderId: string, amountMinor: number, isCaptured: boolean): Promise<string> {
  const { id } = await createIntent(stripe(), world().eventId, orderId, amountMinor);
  await stripe().paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
  if (isCaptured) await stripe().paymentIntents.capture(id);
  return id;
}

/** Lets the order point at another intent; the one it had is out of the way. */
async function swapIntent(fate: OrderFate, intentId: string): Promise<void> {
  const { orderId, intentId: former } = order(fate);
  await stripe()
    .paymentIntents.cancel(former)
    .catch(() => undefined);
  await tamper(
    world(),
    `update payments set payment_intent_id = '${intentId}' where order_id = '${orderId}'`,
  );
}

describe('the balance of an order', () => {
  test('with a refund although its tickets live', async () => {
    const { orderId, intentId } = order('paid');
    await stripe().refunds.create({ payment_intent: intentId, amount: 5_000 });
    await tamper(world(), `update payments set refunded_minor = 5000 where order_id = '${orderId}'`);
    await expectBroken(installation(), {
      'money.balance': [
        { order_id: orderId, captured: 10_000, refunded: 5_000, disputed: 0, live_price: 10_000 },
      ],
    });
  });

  test('with a dispute that took the money back, until it is won', async () => {
    const { orderId, intentId } = order('paid');
    const control = controlLoopbackStripe(installation().stripeServer.url);
    const dispute = await control.openDispute(intentId, 4_000);
    await expectBroken(installation(), { 'money.balance': [{ order_id: orderId, disputed: 4_000 }] });
    await control.closeDispute(dispute.id, 'won');
    await expectBroken(installation(), {});
  });

  test('that is called paid and was never captured', async () => {
    const { orderId, intentId } = order('finalized');
    await recordCaptured(world(), orderId, 10_000);
    await expectBroken(installation(), {
      'money.balance': [{ order_id: orderId, captured: 0, live_price: 10_000 }],
      'money.amounts': [{ intent: intentId, captured: 0, recorded_captured: 10_000 }],
      'money.finished-intents': [{ order_id: orderId, intent: intentId, status: 'requires_capture' }],
    });
  });

  test('that was captured without a sale', async () => {
    const { orderId, intentId } = order('authorized');
    await stripe().paymentIntents.capture(intentId);
    await expectBroken(installation(), {
      'money.balance': [{ order_id: orderId, captured: 10_000, live_price: 0 }],
      'money.amounts': [{ order_id: orderId, captured: 10_000, recorded_captured: 0 }],
    });
  });
});

test('two captures for one order', async () => {
  const { orderId, intentId } = order('paid');
  const second = await strayIntent(orderId, 10_000, true);
  await expectBroken(installation(), {
    'money.balance': [{ order_id: orderId, captured: 20_000, live_price: 10_000 }],
    'money.one-capture': [{ order_id: orderId, captures: 2, intents: expect.stringContaining(intentId) }],
    'money.known-intents': [{ intent: second, status: 'succeeded', stored: intentId }],
  });
});

describe('an intent that no order knows', () => {
  test.each([
    ['names an order that does not exist', randomUUID(), true],
    ['names no order at all', '', true],
    ['names something else', 'no-uuid', false],
  ])('%s', async (_what, orderId, isCaptured) => {
    const intent = await strayIntent(orderId, 7_000, isCaptured);
    const status = isCaptured ? 'succeeded' : 'requires_capture';
    await expectBroken(installation(), { 'money.known-intents': [{ intent, status, amount: 7_000 }] });
  });

  test.each<OrderFate>(['pending', 'paid', 'expired'])(
    'names an order that is %s and has another',
    async (fate) => {
      const { orderId, intentId } = order(fate);
      const intent = await strayIntent(orderId, 10_000, false);
      await expectBroken(installation(), {
        'money.known-intents': [{ order_id: orderId, intent, stored: intentId }],
      });
    },
  );
});

describe('a stored intent', () => {
  test('for another amount', async () => {
    const { id } = await createIntent(stripe(), world().eventId, order('pending').orderId, 1_234);
    await swapIntent('pending', id);
    await expectBroken(installation(), {
      'money.amounts': [{ intent: id, amount: 1_234, order_amount: 10_000 }],
    });
  });

  test('that Stripe does not know', async () => {
    await swapIntent('pending', 'pi_nowhere');
    await expectBroken(installation(), {
      'money.amounts': [{ intent: 'pi_nowhere', fault: 'Stripe does not know it' }],
    });
  });

  test('of which another capture was recorded', async () => {
    const { orderId, intentId } = order('paid');
    await tamper(world(), `update payments set captured_minor = 9999 where order_id = '${orderId}'`);
    await expectBroken(installation(), {
      'money.amounts': [{ intent: intentId, captured: 10_000, recorded_captured: 9_999 }],
    });
  });

  test.each<OrderFate>(['expired', 'lost', 'voided'])(
    'that can still be paid although its order is %s',
    async (fate) => {
      const { orderId } = order(fate);
      const { id } = await createIntent(stripe(), world().eventId, orderId, 10_000);
      await swapIntent(fate, id);
      await expectBroken(installation(), {
        'money.finished-intents': [{ order_id: orderId, intent: id, status: 'requires_payment_method' }],
      });
    },
  );
});

describe('an operation', () => {
  test.each([
    ['UNKNOWN for 16 minutes', "state = 'UNKNOWN', sent_at = now() - interval '16 minutes'", 'UNKNOWN'],
    [
      'SENT and forgotten',
      "state = 'SENT', sent_at = now(), created_at = now() - interval '1 hour', due_at = now() - interval '16 minutes'",
      'SENT',
    ],
    [
      'PENDING and forgotten',
      "created_at = now() - interval '1 hour', due_at = now() - interval '16 minutes'",
      'PENDING',
    ],
  ])('%s', async (_what, change, state) => {
    const { orderId } = order('finalized');
    const op_id = await openOperation(world(), orderId, 'CAPTURE');
    await tamper(world(), `update payment_operations set ${change} where op_id = '${op_id}'`);
    await expectBroken(installation(), {
      'money.operations-settle': [{ order_id: orderId, op_id, kind: 'CAPTURE', state, minutes: 16 }],
    });
  });

  test('UNKNOWN for 14 minutes, or due later, is in time', async () => {
    const op_id = await openOperation(world(), order('finalized').orderId, 'CAPTURE');
    await tamper(
      world(),
      `update payment_operations set state = 'UNKNOWN', sent_at = now() - interval '14 minutes' where op_id = '${op_id}'`,
    );
    await expectBroken(installation(), {});
    await tamper(
      world(),
      `update payment_operations set state = 'PENDING', created_at = now() - interval '1 hour', due_at = now() + interval '1 minute' where op_id = '${op_id}'`,
    );
    await expectBroken(installation(), {});
  });
});

test('more intents than one page holds are all looked at', async () => {
  const strays = await Promise.all(
    Array.from({ length: 130 }, () => createIntent(stripe(), world().eventId, randomUUID(), 100)),
  );
  const { checks } = await runAudit(installation().connections);
  expect(checks.filter(({ state }) => state !== 'holds')).toMatchObject([
    { name: 'money.known-intents', count: strays.length },
  ]);
});

test('when Stripe is away, its checks fail and are not passed; the others go on', async () => {
  await installation().stripeServer.stop();
  const report = await runAudit(installation().connections);
  expect(report).toMatchObject({ ok: false, broken: 0, failed: 5 });
  expect(report.checks.filter(({ state }) => state === 'failed').map(({ name }) => name)).toEqual([
    'money.balance',
    'money.one-capture',
    'money.known-intents',
    'money.amounts',
    'money.finished-intents',
  ]);
});
