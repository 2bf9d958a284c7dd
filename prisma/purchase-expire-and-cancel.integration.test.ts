import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admit, openWorld, type World } from './testing/open-world.ts';
import { orderIn, PRICE_MINOR, plantState, type ReachedState, STATES } from './testing/order-in-state.ts';
import {
  createOrder,
  expire,
  finalize,
  markOperation,
  openOperation,
  placeOrder,
  recordAuthorized,
  recordCanceled,
  recordCaptured,
  storeIntent,
} from './testing/purchase-calls.ts';
import { headKinds, readOrder } from './testing/read-order.ts';

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

const passDeadline = (orderId: string) =>
  world.owner.query("update orders set pay_deadline = now() - interval '1 second' where id = $1", [orderId]);

describe('expiring an order', () => {
  test('EXPIRED when nothing was sent to Stripe: the AUTHORIZE is withdrawn, all is given back', async () => {
    const ticket = freshTicket();
    const { orderId } = await placeOrder(world, [ticket]);
    expect(await expire(world, orderId, true)).toBe('EXPIRED');
    expect(await readOrder(world, orderId)).toEqual({
      state: 'EXPIRED',
      path: ['PENDING_PAYMENT', 'EXPIRING', 'EXPIRED'],
      lines: [ticket],
      claims: [],
      sales: [],
      operations: ['AUTHORIZE 1 FAILED'],
      payment: null,
      quota: { reserved: 0, sold: 0, cap: 8 },
      outbox: ['free:#'],
    });
    expect(await createOrder(world, await admit(world), [ticket])).toMatchObject({ outcome: 'CREATED' });
  });

  test('EXPIRING when an intent was captured by hand before the deadline: its money is given back', async () => {
    const ticket = freshTicket();
    const orderId = await orderIn(world, 'PENDING_PAYMENT', ticket);
    expect(await recordCaptured(world, orderId, PRICE_MINOR)).toBe('NOT_FINALIZED');
    expect(await expire(world, orderId, true)).toBe('EXPIRING');
    expect(await expire(world, orderId, true)).toBe('EXPIRING');
    expect(await readOrder(world, orderId)).toMatchObject({
      state: 'EXPIRING',
      claims: [ticket],
      operations: ['AUTHORIZE 1 DONE', 'REFUND 1 PENDING'],
      payment: { status: 'succeeded', captured: PRICE_MINOR, refunded: 0 },
    });
  });

  test('EXPIRING when an intent is stored: it is to be cancelled, and the seats stay taken until it is', async () => {
    const ticket = freshTicket();
    const orderId = await orderIn(world, 'PENDING_PAYMENT', ticket);
    expect(await expire(world, orderId, true)).toBe('EXPIRING');
    expect(await readOrder(world, orderId)).toMatchObject({
      state: 'EXPIRING',
      claims: [ticket],
      operations: ['AUTHORIZE 1 DONE', 'CANCEL 1 PENDING'],
      quota: { reserved: 1, sold: 0 },
    });
    expect(await createOrder(world, await admit(world), [ticket])).toMatchObject({
      outcome: 'TICKETS_TAKEN',
    });
  });

  test('NOT_DUE before the deadline, unless the customer asks', async () => {
    const orderId = await orderIn(world, 'PENDING_PAYMENT', freshTicket());
    expect(await expire(world, orderId, false)).toBe('NOT_DUE');
    await passDeadline(orderId);
    expect(await expire(world, orderId, false)).toBe('EXPIRING');
  });

  test.each(STATES.filter((state) => state !== 'PENDING_PAYMENT' && state !== 'EXPIRING'))(
    'NOT_PENDING when it is %s, and nothing changes',
    async (state) => {
      const orderId = await orderIn(world, state, freshTicket());
      await passDeadline(orderId);
      const before = await readOrder(world, orderId);
      expect(await expire(world, orderId, false)).toBe('NOT_PENDING');
      expect(await expire(world, orderId, true)).toBe('NOT_PENDING');
      expect(await readOrder(world, orderId)).toEqual(before);
    },
  );

  test('NOT_PENDING when there is no such order', async () => {
    expect(await expire(world, randomUUID(), true)).toBe('NOT_PENDING');
  });

  test.each(['SENT', 'UNKNOWN'] as const)(
    'EXPIRING while an AUTHORIZE is %s, then cancelled when its intent turns up',
    async (state) => {
      const ticket = freshTicket();
      const { orderId, operationId } = await placeOrder(world, [ticket]);
      await markOperation(world, operationId, state);
      expect(await expire(world, orderId, true)).toBe('EXPIRING');
      expect(await expire(world, orderId, true)).toBe('EXPIRING');
      expect(await readOrder(world, orderId)).toMatchObject({
        claims: [ticket],
        operations: [`AUTHORIZE 1 ${state}`],
      });
      expect(await storeIntent(world, operationId)).toBe('STORED_CANCELLING');
      expect(await recordCanceled(world, orderId)).toBe('EXPIRED');
      expect(await readOrder(world, orderId)).toMatchObject({
        state: 'EXPIRED',
        claims: [],
        operations: ['AUTHORIZE 1 DONE', 'CANCEL 1 DONE'],
      });
    },
  );

  test('EXPIRED at once when Stripe had refused to make an intent', async () => {
    const { orderId, operationId } = await placeOrder(world, [freshTicket()]);
    await markOperation(world, operationId, 'FAILED');
    expect(await expire(world, orderId, true)).toBe('EXPIRED');
    expect(await readOrder(world, orderId)).toMatchObject({ state: 'EXPIRED', claims: [] });
  });

  test('EXPIRED on the next call when Stripe refuses after it was EXPIRING', async () => {
    const { orderId, operationId } = await placeOrder(world, [freshTicket()]);
    await markOperation(world, operationId, 'SENT');
    expect(await expire(world, orderId, true)).toBe('EXPIRING');
    await markOperation(world, operationId, 'FAILED');
    expect(await expire(world, orderId, false)).toBe('EXPIRED');
    expect(await readOrder(world, orderId)).toMatchObject({ claims: [], quota: { reserved: 0 } });
  });

  test('a CANCEL that failed is tried again, one at a time', async () => {
    const orderId = await orderIn(world, 'EXPIRING', freshTicket());
    const operation = await openOperation(world, orderId, 'CANCEL');
    await markOperation(world, operation!, 'FAILED');
    expect(await expire(world, orderId, false)).toBe('EXPIRING');
    expect(await expire(world, orderId, false)).toBe('EXPIRING');
    expect((await readOrder(world, orderId)).operations).toEqual([
      'AUTHORIZE 1 DONE',
      'CANCEL 1 FAILED',
      'CANCEL 2 PENDING',
    ]);
  });
});

describe('Stripe says canceled', () => {
  test.each<[ReachedState, string, string]>([
    ['PENDING_PAYMENT', 'EXPIRED', 'EXPIRED'],
    ['EXPIRING', 'EXPIRED', 'EXPIRED'],
    ['AUTHORIZED', 'RELEASED', 'LOST_RELEASED'],
    ['LOST', 'RELEASED', 'LOST_RELEASED'],
    ['FINALIZED', 'VOIDED', 'VOIDED'],
    ['PAID', 'ALREADY', 'PAID'],
    ['EXPIRED', 'ALREADY', 'EXPIRED'],
    ['LOST_RELEASED', 'ALREADY', 'LOST_RELEASED'],
    ['VOIDED', 'ALREADY', 'VOIDED'],
  ])('of an order that is %s: %s', async (state, outcome, after) => {
    const orderId = await orderIn(world, state, freshTicket());
    expect(await recordCanceled(world, orderId)).toBe(outcome);
    const view = await readOrder(world, orderId);
    expect(view).toMatchObject({ state: after, claims: [] });
    expect(view.operations.filter((operation) => /PENDING|SENT|UNKNOWN/.test(operation))).toEqual([]);
    expect(view.quota).toMatchObject({ reserved: 0, sold: state === 'PAID' ? 1 : 0 });
    expect(await recordCanceled(world, orderId)).toBe('ALREADY');
    expect(await readOrder(world, orderId)).toEqual(view);
  });

  test.each(['REFUNDED', 'CAPTURE_FAILED'])('of an order that is %s: ALREADY', async (state) => {
    const orderId = await orderIn(world, 'PAID', freshTicket());
    await plantState(world, orderId, state);
    expect(await recordCanceled(world, orderId)).toBe('ALREADY');
    expect(await readOrder(world, orderId)).toMatchObject({ state });
  });

  test('of an order that does not exist: NO_ORDER', async () => {
    expect(await recordCanceled(world, randomUUID())).toBe('NO_ORDER');
  });
});

test('a voided order gives its seats and its share of the limit back, and they are sold again', async () => {
  const tickets = [freshTicket(), freshTicket()];
  const { orderId, operationId, shopper } = await placeOrder(world, tickets);
  await storeIntent(world, operationId);
  await recordAuthorized(world, orderId, { amountMinor: 10_000 });
  await finalize(world, [orderId]);
  expect(await recordCanceled(world, orderId)).toBe('VOIDED');
  expect(await readOrder(world, orderId)).toMatchObject({
    path: ['PENDING_PAYMENT', 'AUTHORIZED', 'FINALIZED', 'CAPTURE_FAILED', 'VOIDED'],
    sales: tickets,
    operations: ['AUTHORIZE 1 DONE', 'CAPTURE 1 FAILED'],
    quota: { reserved: 0, sold: 0 },
    outbox: ['sold:#', 'void:#', 'voided:#'],
  });
  const heads = await headKinds(world);
  expect(tickets.map((ticket) => heads[ticket])).toEqual(['VOID', 'VOID']);

  const again = await placeOrder(world, tickets, await admit(world, shopper.accountId));
  await storeIntent(world, again.operationId);
  await recordAuthorized(world, again.orderId, { amountMinor: 10_000 });
  expect(await finalize(world, [again.orderId])).toEqual({ [again.orderId]: 'SOLD' });
  const after = await headKinds(world);
  expect(tickets.map((ticket) => after[ticket])).toEqual(['SALE', 'SALE']);
  expect((await readOrder(world, again.orderId)).quota).toMatchObject({ reserved: 0, sold: 2 });
});
