import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { append, readEntries } from './testing/ledger-entries.ts';
import { expectLegalHistories } from './testing/ledger-rules.ts';
import {
  followRefund,
  openRefundOperation,
  readRefund,
  recordDispute,
  refundTickets,
} from './testing/money-back-calls.ts';
import { addAccount, admit, openWorld, type World } from './testing/open-world.ts';
import { orderIn, PRICE_MINOR } from './testing/order-in-state.ts';
import {
  createOrder,
  finalize,
  placeOrder,
  recordAuthorized,
  recordCaptured,
  recordRefund,
  storeIntent,
} from './testing/purchase-calls.ts';
import { headKinds, readOrder } from './testing/read-order.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld({ tickets: 10, perCustomerLimit: 8, connections: 12 });
});
afterEach(async () => {
  expectLegalHistories(world.eventId, await readEntries(world));
  await world.close();
});

/** A paid order of tickets 0, 1, … */
async function paidOrder(count: number, first = 0): Promise<string> {
  const tickets = Array.from({ length: count }, (_, n) => first + n);
  const { orderId, operationId } = await placeOrder(world, tickets);
  await storeIntent(world, operationId, { amountMinor: PRICE_MINOR * count });
  await recordAuthorized(world, orderId, { amountMinor: PRICE_MINOR * count });
  await finalize(world, [orderId]);
  await recordCaptured(world, orderId, PRICE_MINOR * count);
  return orderId;
}

async function holderOf(ticket: number): Promise<string> {
  return (await readEntries(world, ticket)).at(-1)?.holder ?? '';
}

describe('refunding tickets of a paid order', () => {
  test('takes them from their holder, frees quota and seats, and intends the money', async () => {
    const orderId = await paidOrder(3);
    const { outcome, detail, refundId } = await refundTickets(world, orderId, { tickets: [2, 0], fee: 500 });
    expect({ outcome, detail }).toEqual({ outcome: 'REFUNDING', detail: { tickets: [0, 2] } });
    expect((await headKinds(world)).slice(0, 3)).toEqual(['REFUND', 'SALE', 'REFUND']);
    expect(await readRefund(world, refundId)).toEqual({
      state: 'PENDING',
      cause: 'VENDOR',
      amount: 2 * (PRICE_MINOR - 500),
      fee: 1000,
      stripe: null,
      lines: [0, 2].map((ticket) => ({ ticket, version: 2, amount: PRICE_MINOR - 500, fee: 500 })),
    });
    expect(await readOrder(world, orderId)).toMatchObject({
      state: 'PAID',
      quota: { sold: 1, reserved: 0 },
      payment: { captured: 3 * PRICE_MINOR, refunded: 0 },
      outbox: ['sold:#', 'paid:#', `refund:${refundId}`, `refunded:${refundId}`],
    });
    expect(await recordRefund(world, (await openRefundOperation(world, refundId)) ?? '')).toBe('RECORDED');
    expect(await readRefund(world, refundId)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await readOrder(world, orderId)).toMatchObject({
      state: 'PAID',
      payment: { refunded: 2 * (PRICE_MINOR - 500) },
    });
  });

  test('by their buyer takes what is still the buyer’s own, never what somebody else got', async () => {
    const orderId = await paidOrder(3);
    await append(world, 1, 'TRANSFER', { orderId, holder: await addAccount(world.app) });
    const returned = (tickets: number[] | null) =>
      refundTickets(world, orderId, { cause: 'CUSTOMER', tickets });
    expect((await returned(null)).outcome).toBe('NOT_REFUNDABLE');
    await world.owner.query("update events set refundable_until = now() + interval '1 day'");
    expect(await returned([0, 1])).toMatchObject({ outcome: 'NOT_LIVE', detail: { tickets: [1] } });
    expect(await returned(null)).toMatchObject({ outcome: 'REFUNDING', detail: { tickets: [0, 2] } });
    expect((await readOrder(world, orderId)).state).toBe('PAID');
    expect((await returned(null)).outcome).toBe('NOTHING_LIVES');
  });

  test('of the last ones ends the order', async () => {
    const orderId = await paidOrder(2);
    await refundTickets(world, orderId, { tickets: [0] });
    expect((await readOrder(world, orderId)).state).toBe('PAID');
    await refundTickets(world, orderId);
    expect(await readOrder(world, orderId)).toMatchObject({ state: 'REFUNDED', quota: { sold: 0 } });
    expect(await refundTickets(world, orderId)).toMatchObject({
      outcome: 'NOT_PAID',
      detail: { state: 'REFUNDED' },
    });
  });

  test('lets them be sold again, to somebody else', async () => {
    const orderId = await paidOrder(1);
    await refundTickets(world, orderId);
    const again = await paidOrder(1);
    expect((await readEntries(world, 0)).map((entry) => entry.kind)).toEqual([
      'MINT',
      'SALE',
      'REFUND',
      'SALE',
    ]);
    expect(await readOrder(world, again)).toMatchObject({ state: 'PAID', sales: [0] });
  });

  test('said again with the same id changes nothing; with another content it is refused', async () => {
    const orderId = await paidOrder(2);
    const { refundId } = await refundTickets(world, orderId, { tickets: [0] });
    const before = await readOrder(world, orderId);
    expect((await refundTickets(world, orderId, { refundId, tickets: [0] })).outcome).toBe('REPLAYED');
    expect(await refundTickets(world, orderId, { refundId, hash: Buffer.from('another') })).toMatchObject({
      outcome: 'KEY_REUSED',
    });
    expect(await readOrder(world, orderId)).toEqual(before);
  });

  test('a free order has no money to give back', async () => {
    await world.owner.query('update categories set price_minor = 0');
    const shopper = await admit(world);
    const { orderId } = await createOrder(world, shopper, [0, 1]);
    await finalize(world, [orderId as string]);
    const { refundId } = await refundTickets(world, orderId as string);
    expect(await readRefund(world, refundId)).toMatchObject({ state: 'SUCCEEDED', amount: 0 });
    expect(await openRefundOperation(world, refundId)).toBeNull();
    expect((await readOrder(world, orderId as string)).state).toBe('REFUNDED');
  });

  test.each([
    ['a ticket of another order', { tickets: [5] }, 'NOT_LIVE', { tickets: [5] }],
    ['a ticket twice refunded', { tickets: [0] }, 'NOT_LIVE', { tickets: [0] }],
    ['a ticket that entered', { tickets: [1] }, 'ENTERED', { tickets: [1] }],
    [
      'a fee above a price',
      { tickets: [2], fee: PRICE_MINOR + 1 },
      'FEE_TOO_HIGH',
      { ticket: 2, priceMinor: PRICE_MINOR },
    ],
  ])('%s is refused with the facts, and nothing changes', async (_name, wish, outcome, detail) => {
    const orderId = await paidOrder(3);
    await paidOrder(1, 5);
    await refundTickets(world, orderId, { tickets: [0] });
    await append(world, 1, 'CHECKIN', { holder: await holderOf(1), orderId });
    const before = await readOrder(world, orderId);
    expect(await refundTickets(world, orderId, wish)).toMatchObject({ outcome, detail });
    expect(await readOrder(world, orderId)).toEqual(before);
  });

  test('without naming tickets leaves those that entered, and takes them when told so', async () => {
    const orderId = await paidOrder(2);
    await append(world, 1, 'CHECKIN', { holder: await holderOf(1), orderId });
    expect(await refundTickets(world, orderId)).toMatchObject({ detail: { tickets: [0] } });
    expect((await refundTickets(world, orderId)).outcome).toBe('NOTHING_LIVES');
    expect(await refundTickets(world, orderId, { evenEntered: true })).toMatchObject({
      detail: { tickets: [1] },
    });
    expect((await readOrder(world, orderId)).state).toBe('REFUNDED');
  });

  test.each(['PENDING_PAYMENT', 'AUTHORIZED', 'FINALIZED', 'EXPIRED', 'LOST', 'VOIDED'] as const)(
    'is refused while the order is %s',
    async (state) => {
      const orderId = await orderIn(world, state, 0);
      expect(await refundTickets(world, orderId)).toMatchObject({ outcome: 'NOT_PAID', detail: { state } });
    },
  );

  test('of an unknown order answers NO_ORDER', async () => {
    expect((await refundTickets(world, randomUUID())).outcome).toBe('NO_ORDER');
  });

  test('tells the holder to whom a ticket was given', async () => {
    const orderId = await paidOrder(2);
    const friend = await addAccount(world.app);
    await append(world, 1, 'TRANSFER', { holder: friend, orderId });
    const { refundId } = await refundTickets(world, orderId);
    expect((await readOrder(world, orderId)).outbox).toContain(`revoked:${refundId}:${friend}`);
  });

  test('by twelve at once takes each ticket once', async () => {
    const orderId = await paidOrder(6);
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, n) => refundTickets(world, orderId, { tickets: [n % 6, (n + 1) % 6] })),
    );
    const given = outcomes.filter((one) => one.outcome === 'REFUNDING');
    const tickets = given.flatMap((one) => one.detail.tickets as number[]);
    expect(new Set(tickets).size).toBe(tickets.length);
    expect((await readOrder(world, orderId)).quota?.sold).toBe(6 - tickets.length);
  });
});

describe('what Stripe says of a refund', () => {
  async function pendingRefund(): Promise<{ orderId: string; refundId: string; operation: string }> {
    const orderId = await paidOrder(1);
    const { refundId } = await refundTickets(world, orderId);
    return { orderId, refundId, operation: (await openRefundOperation(world, refundId)) ?? '' };
  }
  const refunded = async (orderId: string) => (await readOrder(world, orderId)).payment?.refunded;

  test('pending, then succeeded, then the old word again', async () => {
    const { orderId, refundId, operation } = await pendingRefund();
    expect(await recordRefund(world, operation, 'pending')).toBe('RECORDED');
    expect(await readRefund(world, refundId)).toMatchObject({ state: 'ACCEPTED' });
    expect(await followRefund(world, refundId, `re_${operation}`, 'succeeded')).toBe('RECORDED');
    expect(await followRefund(world, refundId, `re_${operation}`, 'pending')).toBe('ALREADY');
    expect(await readRefund(world, refundId)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await refunded(orderId)).toBe(PRICE_MINOR);
  });

  test.each(['pending', 'succeeded'])(
    'failed after %s: the money is not counted as given back',
    async (first) => {
      const { orderId, refundId, operation } = await pendingRefund();
      await recordRefund(world, operation, first);
      expect(await followRefund(world, refundId, `re_${operation}`, 'failed')).toBe('RECORDED');
      expect(await followRefund(world, refundId, `re_${operation}`, 'failed')).toBe('ALREADY');
      expect(await readRefund(world, refundId)).toMatchObject({ state: 'FAILED', stripe: null });
      expect(await refunded(orderId)).toBe(0);
    },
  );

  test('failed, and tried once more with a new operation', async () => {
    const { orderId, refundId, operation } = await pendingRefund();
    await recordRefund(world, operation, 'failed');
    const { rows } = await world.app.query(
      `select outcome from decide_failed_refund($1, $2, true, $3, 'again')`,
      [world.eventId, refundId, randomUUID()],
    );
    expect(rows).toEqual([{ outcome: 'PENDING' }]);
    const next = (await openRefundOperation(world, refundId)) ?? '';
    expect(next).not.toBe(operation);
    // The first one's failure is told again, late.
    expect(await followRefund(world, refundId, `re_${operation}`, 'failed')).toBe('ALREADY');
    expect(await recordRefund(world, next, 'succeeded')).toBe('RECORDED');
    expect(await readRefund(world, refundId)).toMatchObject({ state: 'SUCCEEDED', stripe: `re_${next}` });
    expect(await refunded(orderId)).toBe(PRICE_MINOR);
  });

  test('failed, and paid back another way', async () => {
    const { refundId, operation } = await pendingRefund();
    const decide = () =>
      world.app.query(
        `select outcome, state from decide_failed_refund($1, $2, false, $3, 'by bank transfer')`,
        [world.eventId, refundId, randomUUID()],
      );
    expect((await decide()).rows).toEqual([{ outcome: 'NOT_FAILED', state: 'PENDING' }]);
    await recordRefund(world, operation, 'failed');
    expect((await decide()).rows).toEqual([{ outcome: 'SETTLED', state: 'SETTLED' }]);
    expect(await readRefund(world, refundId)).toMatchObject({ state: 'SETTLED' });
  });

  test('another refund at Stripe for the same one is pointed out and not counted', async () => {
    const { orderId, refundId, operation } = await pendingRefund();
    await recordRefund(world, operation, 'succeeded');
    expect(await followRefund(world, refundId, 're_another', 'succeeded')).toBe('SECOND_REFUND');
    expect(await refunded(orderId)).toBe(PRICE_MINOR);
  });
});

describe('a dispute', () => {
  test('lost over all that was paid takes the tickets back, also one that entered', async () => {
    const orderId = await paidOrder(2);
    await append(world, 1, 'CHECKIN', { holder: await holderOf(1), orderId });
    expect(await recordDispute(world, orderId, 'OPEN', 2 * PRICE_MINOR)).toBe('OPENED');
    expect((await refundTickets(world, orderId)).outcome).toBe('DISPUTED');
    expect(await recordDispute(world, orderId, 'LOST', 2 * PRICE_MINOR)).toBe('REVOKED');
    expect(await recordDispute(world, orderId, 'OPEN', 2 * PRICE_MINOR)).toBe('ALREADY');
    expect((await headKinds(world)).slice(0, 2)).toEqual(['REFUND', 'REFUND']);
    expect(await readOrder(world, orderId)).toMatchObject({ state: 'REFUNDED', quota: { sold: 0 } });
  });

  test('won leaves everything, and refunds are possible again', async () => {
    const orderId = await paidOrder(1);
    await recordDispute(world, orderId, 'OPEN', PRICE_MINOR);
    expect(await recordDispute(world, orderId, 'WON', PRICE_MINOR)).toBe('CHANGED');
    expect((await readOrder(world, orderId)).state).toBe('PAID');
    expect((await refundTickets(world, orderId)).outcome).toBe('REFUNDING');
  });

  test('lost over a part leaves the tickets', async () => {
    const orderId = await paidOrder(2);
    expect(await recordDispute(world, orderId, 'LOST', PRICE_MINOR)).toBe('CHANGED');
    expect((await headKinds(world)).slice(0, 2)).toEqual(['SALE', 'SALE']);
  });

  test('of an unknown order answers NO_ORDER', async () => {
    expect(await recordDispute(world, randomUUID(), 'OPEN', 1)).toBe('NO_ORDER');
  });
});
