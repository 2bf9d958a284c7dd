import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from './testing/open-world.ts';
import { orderIn, PRICE_MINOR, type ReachedState } from './testing/order-in-state.ts';
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
} from './testing/purchase-calls.ts';
import { readOrder } from './testing/read-order.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ tickets: 80 });
});
afterAll(() => world.close());

let nextTicket = 0;
const freshTicket = (): number => {
  nextTicket += 1;
  return nextTicket - 1;
};
const authorized = { amountMinor: PRICE_MINOR };

/** A second AUTHORIZE after the first one seemed to have failed. */
async function secondAttempt(orderId: string): Promise<string> {
  const { rows } = await world.app.query("select append_operation($1, $2, 'AUTHORIZE', $3) as id", [
    world.eventId,
    orderId,
    PRICE_MINOR,
  ]);
  return rows[0].id;
}

describe('the AUTHORIZE call succeeded', () => {
  test('STORED, then ALREADY: the intent is kept and the operation done', async () => {
    const { orderId, operationId } = await placeOrder(world, [freshTicket()]);
    await markOperation(world, operationId, 'SENT');
    expect(await storeIntent(world, operationId)).toBe('STORED');
    expect(await storeIntent(world, operationId)).toBe('ALREADY');
    expect(await readOrder(world, orderId)).toMatchObject({
      state: 'PENDING_PAYMENT',
      operations: ['AUTHORIZE 1 DONE'],
      payment: { status: 'requires_payment_method' },
    });
  });

  test('INTENT_DIFFERS when another attempt made the stored one, and neither attempt stays open', async () => {
    const { orderId, operationId } = await placeOrder(world, [freshTicket()]);
    await markOperation(world, operationId, 'FAILED');
    const second = await secondAttempt(orderId);
    await markOperation(world, second, 'SENT');
    expect(await storeIntent(world, operationId, { intentId: `pi_first_${orderId}` })).toBe('STORED');
    expect(await storeIntent(world, second, { intentId: `pi_second_${orderId}` })).toBe('INTENT_DIFFERS');
    expect(await openOperation(world, orderId, 'AUTHORIZE')).toBeNull();
    // What may be open only once per order can follow.
    expect(await expire(world, orderId, true)).toBe('EXPIRING');
    expect(await openOperation(world, orderId, 'CANCEL')).not.toBeNull();
  });

  test('INTENT_DIFFERS settles an attempt that was still under way', async () => {
    const { orderId, operationId } = await placeOrder(world, [freshTicket()]);
    expect(await storeIntent(world, operationId)).toBe('STORED');
    const second = await secondAttempt(orderId);
    expect(await storeIntent(world, second, { intentId: 'pi_other' })).toBe('INTENT_DIFFERS');
    expect(await readOrder(world, orderId)).toMatchObject({
      operations: ['AUTHORIZE 1 DONE', 'AUTHORIZE 2 FAILED'],
    });
  });

  test('STORED_CANCELLING when the order had expired: the late intent is to be cancelled', async () => {
    const { orderId, operationId } = await placeOrder(world, [freshTicket()]);
    expect(await expire(world, orderId, true)).toBe('EXPIRED');
    expect(await storeIntent(world, operationId)).toBe('STORED_CANCELLING');
    expect(await openOperation(world, orderId, 'CANCEL')).not.toBeNull();
    expect(await readOrder(world, orderId)).toMatchObject({ state: 'EXPIRED', claims: [] });
  });

  test('an operation that does not exist is a broken assumption', async () => {
    await expect(storeIntent(world, randomUUID())).rejects.toMatchObject({ code: '23502' });
  });
});

describe('Stripe says requires_capture', () => {
  test('AUTHORIZED', async () => {
    const orderId = await orderIn(world, 'PENDING_PAYMENT', freshTicket());
    expect(await recordAuthorized(world, orderId, authorized)).toBe('AUTHORIZED');
    expect(await readOrder(world, orderId)).toMatchObject({
      path: ['PENDING_PAYMENT', 'AUTHORIZED'],
      payment: { status: 'requires_capture' },
    });
  });

  test('also after the deadline and the expiry, by withdrawing a CANCEL that was not sent', async () => {
    const ticket = freshTicket();
    const orderId = await orderIn(world, 'PENDING_PAYMENT', ticket);
    await expire(world, orderId, true);
    expect(await recordAuthorized(world, orderId, authorized)).toBe('AUTHORIZED');
    expect(await readOrder(world, orderId)).toMatchObject({
      path: ['PENDING_PAYMENT', 'EXPIRING', 'AUTHORIZED'],
      claims: [ticket],
      operations: ['AUTHORIZE 1 DONE', 'CANCEL 1 FAILED'],
    });
    expect(await finalize(world, [orderId])).toEqual({ [orderId]: 'SOLD' });
  });

  test.each(['SENT', 'UNKNOWN'] as const)(
    'CANCELLING when the CANCEL is %s: Stripe decides',
    async (state) => {
      const orderId = await orderIn(world, 'EXPIRING', freshTicket());
      const operation = await openOperation(world, orderId, 'CANCEL');
      await markOperation(world, operation!, state);
      expect(await recordAuthorized(world, orderId, authorized)).toBe('CANCELLING');
      expect(await readOrder(world, orderId)).toMatchObject({
        state: 'EXPIRING',
        operations: ['AUTHORIZE 1 DONE', `CANCEL 1 ${state}`],
      });
    },
  );

  test.each([
    ['another amount', { amountMinor: PRICE_MINOR + 1 }],
    ['another currency', { amountMinor: PRICE_MINOR, currency: 'usd' }],
    ["another order's metadata", { amountMinor: PRICE_MINOR, ours: false }],
  ])('LOST with %s, and the authorization is given back', async (_what, facts) => {
    const orderId = await orderIn(world, 'PENDING_PAYMENT', freshTicket());
    expect(await recordAuthorized(world, orderId, facts)).toBe('LOST');
    expect(await readOrder(world, orderId)).toMatchObject({
      path: ['PENDING_PAYMENT', 'AUTHORIZED', 'LOST'],
      claims: [],
      operations: ['AUTHORIZE 1 DONE', 'CANCEL 1 PENDING'],
      quota: { reserved: 0, sold: 0 },
      outbox: ['free:#', 'lost:#'],
    });
  });

  test.each<[ReachedState, string]>([
    ['AUTHORIZED', 'ALREADY'],
    ['FINALIZED', 'ALREADY'],
    ['PAID', 'ALREADY'],
    ['LOST', 'ALREADY'],
  ])('of an order that is %s: %s, and nothing changes', async (state, outcome) => {
    const orderId = await orderIn(world, state, freshTicket());
    const before = await readOrder(world, orderId);
    expect(await recordAuthorized(world, orderId, authorized)).toBe(outcome);
    expect(await readOrder(world, orderId)).toEqual(before);
  });

  test.each<ReachedState>(['EXPIRED', 'LOST_RELEASED', 'VOIDED'])(
    'FINISHED when the order is %s: one CANCEL is opened, however often it is said',
    async (state) => {
      const orderId = await orderIn(world, state, freshTicket());
      const before = (await readOrder(world, orderId)).operations;
      expect(await recordAuthorized(world, orderId, authorized)).toBe('FINISHED');
      expect(await recordAuthorized(world, orderId, authorized)).toBe('FINISHED');
      const view = await readOrder(world, orderId);
      expect(view.state).toBe(state);
      expect(view.operations.slice(before.length)).toEqual([expect.stringMatching(/^CANCEL \d PENDING$/)]);
    },
  );

  test('NO_INTENT when no intent is stored, because nothing could be captured', async () => {
    const { orderId } = await placeOrder(world, [freshTicket()]);
    expect(await recordAuthorized(world, orderId, authorized)).toBe('NO_INTENT');
    expect(await readOrder(world, orderId)).toMatchObject({ state: 'PENDING_PAYMENT' });
  });

  test('NO_ORDER when there is none', async () => {
    expect(await recordAuthorized(world, randomUUID(), authorized)).toBe('NO_ORDER');
  });
});

describe('Stripe says succeeded', () => {
  test('PAID, then ALREADY', async () => {
    const orderId = await orderIn(world, 'FINALIZED', freshTicket());
    expect(await recordCaptured(world, orderId, PRICE_MINOR)).toBe('PAID');
    const view = await readOrder(world, orderId);
    expect(view).toMatchObject({
      state: 'PAID',
      operations: ['AUTHORIZE 1 DONE', 'CAPTURE 1 DONE'],
      payment: { status: 'succeeded', captured: PRICE_MINOR, refunded: 0 },
      outbox: ['sold:#', 'paid:#'],
    });
    expect(await recordCaptured(world, orderId, PRICE_MINOR)).toBe('ALREADY');
    expect(await readOrder(world, orderId)).toEqual(view);
  });

  test.each<ReachedState>(['PENDING_PAYMENT', 'AUTHORIZED'])(
    'NOT_FINALIZED when the order is %s',
    async (state) => {
      const orderId = await orderIn(world, state, freshTicket());
      expect(await recordCaptured(world, orderId, PRICE_MINOR)).toBe('NOT_FINALIZED');
      expect(await readOrder(world, orderId)).toMatchObject({ state, payment: { captured: PRICE_MINOR } });
      await recordAuthorized(world, orderId, authorized);
      expect(await finalize(world, [orderId])).toEqual({ [orderId]: 'SOLD' });
      expect(await recordCaptured(world, orderId, PRICE_MINOR)).toBe('PAID');
    },
  );

  test.each<[ReachedState, ReachedState]>([
    ['EXPIRING', 'EXPIRED'],
    ['EXPIRED', 'EXPIRED'],
    ['LOST', 'LOST_RELEASED'],
    ['LOST_RELEASED', 'LOST_RELEASED'],
    ['VOIDED', 'VOIDED'],
  ])('REFUNDING when the order is %s: one refund, and then it is %s', async (state, after) => {
    const orderId = await orderIn(world, state, freshTicket());
    expect(await recordCaptured(world, orderId, PRICE_MINOR)).toBe('REFUNDING');
    expect(await recordCaptured(world, orderId, PRICE_MINOR)).toBe('REFUNDING');
    const operation = await openOperation(world, orderId, 'REFUND');
    const { operations } = await readOrder(world, orderId);
    expect(operations.filter((one) => one.startsWith('REFUND'))).toEqual(['REFUND 1 PENDING']);
    expect(operations.filter((one) => /^CANCEL \d (PENDING|SENT|UNKNOWN)/.test(one))).toEqual([]);
    expect(await recordRefund(world, operation!)).toBe('RECORDED');
    expect(await recordRefund(world, operation!)).toBe('ALREADY');
    expect(await readOrder(world, orderId)).toMatchObject({
      state: after,
      claims: [],
      payment: { captured: PRICE_MINOR, refunded: PRICE_MINOR },
      quota: { reserved: 0, sold: 0 },
    });
    expect(await recordCaptured(world, orderId, PRICE_MINOR)).toBe('REFUNDING');
    expect(await openOperation(world, orderId, 'REFUND')).toBeNull();
  });

  test('a refund that failed is tried again', async () => {
    const orderId = await orderIn(world, 'LOST', freshTicket());
    await recordCaptured(world, orderId, PRICE_MINOR);
    await markOperation(world, (await openOperation(world, orderId, 'REFUND'))!, 'FAILED');
    expect(await recordCaptured(world, orderId, PRICE_MINOR)).toBe('REFUNDING');
    const { operations } = await readOrder(world, orderId);
    expect(operations.filter((one) => one.startsWith('REFUND'))).toEqual([
      'REFUND 1 FAILED',
      'REFUND 2 PENDING',
    ]);
  });

  test('NO_ORDER when there is none', async () => {
    expect(await recordCaptured(world, randomUUID(), PRICE_MINOR)).toBe('NO_ORDER');
    expect(await recordRefund(world, randomUUID())).toBe('NO_REFUND');
  });
});
