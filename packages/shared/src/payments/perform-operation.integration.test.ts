import { controlLoopbackStripe } from '@fairgate/loopback-stripe/control/control-loopback-stripe.ts';
import { startLoopbackStripe } from '@fairgate/loopback-stripe/start-loopback-stripe.ts';
import type Stripe from 'stripe';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  openRefundOperation,
  readRefund,
  refundTickets,
} from '../../../../prisma/testing/money-back-calls.ts';
import { openWorld, type World } from '../../../../prisma/testing/open-world.ts';
import { PRICE_MINOR } from '../../../../prisma/testing/order-in-state.ts';
import {
  expire,
  finalize,
  markOperation,
  openOperation,
  placeOrder,
  recordAuthorized,
  recordCaptured,
  recordRefund,
  storeIntent,
} from '../../../../prisma/testing/purchase-calls.ts';
import { connectDatabase, type Database } from '../database/client.ts';
import { keyAgeSecondsMax, sentGraceSeconds } from '../states/decide-operation.ts';
import { connectStripe } from './connect-stripe.ts';
import { tellMismatch } from './inspect-intent.ts';
import { intentMismatches } from './mismatch-alarm.ts';
import { type PerformOutcome, performOperation } from './perform-operation.ts';

let world: World;
let loopback: Awaited<ReturnType<typeof startLoopbackStripe>>;
let control: ReturnType<typeof controlLoopbackStripe>;
let stripe: Stripe;
let database: Database;
/** Called as each request waits for its share of Stripe's budget. */
let whileWaiting: (() => unknown)[] = [];

beforeAll(async () => {
  loopback = await startLoopbackStripe();
  control = controlLoopbackStripe(loopback.url);
  stripe = connectStripe(loopback.secretKey, loopback.url, async () => void (await whileWaiting.shift()?.()));
});
beforeEach(async () => {
  world = await openWorld({ tickets: 4 });
  database = connectDatabase(world.database.databaseUrl, 'test', 2);
});
afterEach(async () => {
  vi.useRealTimers();
  whileWaiting = [];
  await control.clearFaults();
  await database.$disconnect();
  await world.close();
});
afterAll(() => loopback.stop());

const perform = (opId: string | null) => performOperation({ database, stripe }, world.eventId, opId ?? '');

/** The clocks of this process go on by so much. */
function standStill(seconds: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });
}

async function intentsOf(orderId: string): Promise<{ id: string; status: string }[]> {
  const { data } = await stripe.paymentIntents.list({ limit: 100 });
  return data.filter((intent) => intent.metadata.order_id === orderId);
}

/** A paid order whose ticket was taken back, with the money still to go. */
async function boughtAndReturned(): Promise<{ orderId: string; refundId: string; intentId: string }> {
  const { orderId, operationId } = await placeOrder(world, [0]);
  const { id: intentId } = await stripe.paymentIntents.create({
    ...{ amount: PRICE_MINOR, currency: 'eur', capture_method: 'manual', confirm: true },
    ...{ payment_method: 'pm_card_visa', return_url: 'https://example.org' },
  });
  await storeIntent(world, operationId, { intentId });
  await recordAuthorized(world, orderId, { amountMinor: PRICE_MINOR });
  await finalize(world, [orderId]);
  await stripe.paymentIntents.capture(intentId);
  await recordCaptured(world, orderId, PRICE_MINOR);
  const { refundId } = await refundTickets(world, orderId, { fee: PRICE_MINOR / 2 });
  return { orderId, refundId, intentId };
}

describe('an intent whose creation Stripe answered with a fault of its own', () => {
  const failAfterCreating = () =>
    control.setFault({ kind: 'error_after', count: 1, method: 'POST', path: '/v1/payment_intents' } as never);

  it('is found, however long whoever sent it stood still before asking', async () => {
    const { orderId, operationId } = await placeOrder(world, [0]);
    await failAfterCreating();
    stripe.once('response', () => standStill(90));
    expect(await perform(operationId)).toEqual({ kind: 'done', inspected: null });
    const [intent, ...others] = await intentsOf(orderId);
    expect(others).toEqual([]);
    const { rows } = await world.app.query('select payment_intent_id from payments where order_id = $1', [
      orderId,
    ]);
    expect(rows).toEqual([{ payment_intent_id: intent?.id }]);
    expect(await openOperation(world, orderId, 'AUTHORIZE')).toBe(null);
  });

  it('stays unknown while there are more intents than are looked through, and no other is made', async () => {
    const { orderId, operationId } = await placeOrder(world, [0]);
    await failAfterCreating();
    const { list } = stripe.paymentIntents;
    const strangers = async function* () {
      for (;;) yield { metadata: {} };
    };
    stripe.paymentIntents.list = strangers as unknown as typeof list;
    const failed = await perform(operationId).finally(() => {
      stripe.paymentIntents.list = list;
    });
    expect(failed).toMatchObject({ kind: 'later', why: expect.stringContaining('intents were made since') });
    const { rows } = await world.app.query(
      'select state, attempt, failures from payment_operations where order_id = $1',
      [orderId],
    );
    expect(rows).toEqual([{ state: 'UNKNOWN', attempt: 1, failures: 1 }]);
    expect(await intentsOf(orderId)).toHaveLength(1);
  });

  it('is cancelled, if it is found when its order is over', async () => {
    const { orderId, operationId } = await placeOrder(world, [0]);
    await failAfterCreating();
    const endOrder = async () => {
      await markOperation(world, operationId, 'FAILED');
      expect(await expire(world, orderId, true)).toBe('EXPIRED');
    };
    whileWaiting = [() => undefined, endOrder];
    await perform(operationId);
    await perform(await openOperation(world, orderId, 'CANCEL'));
    expect((await intentsOf(orderId)).map(({ status }) => status)).toEqual(['canceled']);
  });
});

describe('a call that waits for its share of the budget', () => {
  it('does not leave any more when Stripe may have forgotten its key meanwhile', async () => {
    const { orderId, operationId } = await placeOrder(world, [0]);
    whileWaiting = [() => standStill(keyAgeSecondsMax + 60)];
    expect(await perform(operationId)).toMatchObject({ kind: 'later' });
    expect(await intentsOf(orderId)).toEqual([]);
    // As it was marked: nobody else, who may hold it by now, is cut short.
    const { rows } = await world.app.query(
      'select state, failures from payment_operations where op_id = $1',
      [operationId],
    );
    expect(rows).toEqual([{ state: 'SENT', failures: 0 }]);
  });
});

describe('a refund', () => {
  it('that was held for so long that another process may have it does not leave any more', async () => {
    const { refundId, intentId } = await boughtAndReturned();
    whileWaiting = [() => standStill(sentGraceSeconds + 1)];
    expect(await perform(await openRefundOperation(world, refundId))).toMatchObject({ kind: 'later' });
    expect((await stripe.refunds.list({ payment_intent: intentId })).data).toEqual([]);
  });

  it('leaves when it is taken up again', async () => {
    const { refundId, intentId } = await boughtAndReturned();
    const operation = await openRefundOperation(world, refundId);
    whileWaiting = [() => standStill(sentGraceSeconds + 1)];
    await perform(operation);
    await world.owner.query('update payment_operations set due_at = now() where op_id = $1', [operation]);
    expect(await perform(operation)).toMatchObject({ kind: 'done' });
    expect((await stripe.refunds.list({ payment_intent: intentId })).data).toHaveLength(1);
  });

  it('that Stripe made twice raises the alarm', async () => {
    const { orderId, refundId, intentId } = await boughtAndReturned();
    const first = await makeRefund(intentId, refundId);
    const operation = (await openRefundOperation(world, refundId)) ?? '';
    const known = await mismatchesCounted();
    whileWaiting = [() => recordRefund(world, operation, 'succeeded', world.app, first)];
    const outcome = await perform(operation);
    const { data } = await stripe.refunds.list({ payment_intent: intentId });
    await expectAlarm(outcome, { orderId, refundId, stripeRefundId: data[0]?.id }, known);
  });

  it('that Stripe made twice raises the alarm, when it is asked for it before another attempt', async () => {
    const { orderId, refundId, intentId } = await boughtAndReturned();
    const first = await makeRefund(intentId, refundId);
    const second = await makeRefund(intentId, refundId);
    const operation = await openRefundOperation(world, refundId);
    await world.owner.query('update payment_operations set attempt = 2 where op_id = $1', [operation]);
    const known = await mismatchesCounted();
    // Stripe shows the newest first: that one is taken for ours.
    await expectAlarm(await perform(operation), { orderId, refundId, stripeRefundId: first }, known);
    expect((await readRefund(world, refundId)).stripe).toBe(second);
  });

  async function makeRefund(intentId: string, refundId: string): Promise<string> {
    const what = { payment_intent: intentId, amount: PRICE_MINOR / 2, metadata: { refund_id: refundId } };
    return (await stripe.refunds.create(what)).id;
  }

  async function mismatchesCounted(): Promise<number> {
    return (await intentMismatches.get()).values[0]?.value ?? 0;
  }

  async function expectAlarm(outcome: PerformOutcome, ids: object, known: number): Promise<void> {
    expect(await mismatchesCounted()).toBe(known + 1);
    const error = vi.fn();
    tellMismatch({ error }, outcome.kind === 'done' ? outcome.inspected : null);
    expect(error.mock.calls).toEqual([[{ eventId: world.eventId, ...ids }, expect.any(String)]]);
  }
});
