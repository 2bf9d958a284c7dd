import { randomUUID } from 'node:crypto';
import type { EventOrder } from '@fairgate/shared/contracts/event-orders.ts';
import type { OrderSteps } from '@fairgate/shared/contracts/orders.ts';
import type { Refund } from '@fairgate/shared/contracts/refunds.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fan } from '../support/fan.ts';
import {
  buy,
  type MoneyBackDesk,
  mailOf,
  moneyOf,
  newFan,
  openEvent,
  openMoneyBackDesk,
  refund,
  refundIn,
} from '../support/money-back.ts';
import type { OnSale } from '../support/on-sale.ts';

let desk: MoneyBackDesk;
beforeAll(async () => {
  desk = await openMoneyBackDesk();
});
afterEach(() => desk.control.clearFaults());
afterAll(() => desk.sale.close());

describe('a refund by the vendor', () => {
  let event: OnSale;
  let vendor: Fan;
  beforeAll(async () => {
    ({ event, vendor } = await openEvent(desk));
  });

  it('of one ticket, less a fee, and then of the rest', async () => {
    const { fan, orderId } = await buy(desk, event, 3);
    const [first] = await fan.tickets();
    const given = await refund(vendor, event, orderId, { tickets: [first!.number], feeMinorPerTicket: 300 });
    expect(given).toMatchObject({
      status: 201,
      // A quick worker is done before the answer is read.
      body: { state: expect.stringMatching(/^(PENDING|ACCEPTED|SUCCEEDED)$/), amountMinor: 2200 },
    });
    expect(given.body).toMatchObject({ feeMinor: 300, tickets: [{ number: first!.number }] });
    expect((await fan.tickets()).map((ticket) => ticket.number)).not.toContain(first!.number);
    await refundIn(fan, orderId, ['SUCCEEDED']);
    expect(await mailOf(desk, `order-refunded-${given.body.refundId}`)).toMatch(/Standing.*€22\.00.*€3\.00/s);
    expect(await moneyOf(desk, orderId)).toEqual({ captured: 7500, refunded: 2200 });
    expect((await refund(vendor, event, orderId)).body).toMatchObject({ amountMinor: 5000 });
    await fan.orderIn(orderId, ['REFUNDED']);
    await expect.poll(() => moneyOf(desk, orderId)).toEqual({ captured: 7500, refunded: 7200 });
    const { body } = await fan.call<OrderSteps>('GET', `/v1/orders/${orderId}/history`);
    expect(body.items.map((step) => step.to)).toEqual([
      'PENDING_PAYMENT',
      'AUTHORIZED',
      'FINALIZED',
      'PAID',
      'REFUNDED',
    ]);
  });

  it('is seen in the list of orders, page by page, by members of the vendor only', async () => {
    const { fan } = await buy(desk, event, 1);
    const list = (who: Fan, query = '') =>
      who.call<{ items: EventOrder[]; next: string | null }>(
        'GET',
        `/v1/events/${event.eventId}/orders?limit=1${query}`,
      );
    const first = await list(vendor);
    expect(first.body.items).toMatchObject([{ state: 'PAID', refundedMinor: 0, tickets: [{ lives: true }] }]);
    const second = await list(vendor, `&after=${first.body.next}`);
    expect(second.body.items).toMatchObject([{ state: 'REFUNDED', refundedMinor: 7200 }]);
    expect(second.body.items[0]!.tickets.map((ticket) => ticket.lives)).toEqual([false, false, false]);
    expect((await list(vendor, '&state=LOST')).body.items).toEqual([]);
    expect((await list(fan)).status).toBe(404);
  });

  it('makes the seat free for somebody else', async () => {
    const fan = await newFan(desk);
    await fan.comeIn(event.dropId);
    const held = await fan.hold(event.dropId, { tickets: [5] });
    const { body: order } = await fan.order(event.dropId, held.body.holdId);
    await fan.pay(order);
    await fan.orderIn(order.orderId, ['PAID']);
    await refund(vendor, event, order.orderId);
    const next = await newFan(desk);
    await next.comeIn(event.dropId);
    await expect.poll(async () => (await next.hold(event.dropId, { tickets: [5] })).status).toBe(201);
  });

  it('asked for ten times with the same key is one refund; with another wish it is refused', async () => {
    const { orderId } = await buy(desk, event, 2);
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => refund(vendor, event, orderId, {}, key)),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.body.refundId)).size).toBe(1);
    expect(await refund(vendor, event, orderId, { reason: 'another' }, key)).toMatchObject({
      status: 409,
      body: { code: 'KEY_REUSED' },
    });
    await expect.poll(() => moneyOf(desk, orderId)).toEqual({ captured: 5000, refunded: 5000 });
  });

  it.each([
    ['its replies are dropped', [{ kind: 'drop_reply', count: 3 }]],
    ['it fails after refunding, and keeps saying so', [{ kind: 'error_after', count: 2 }]],
    ['it fails before refunding, and keeps saying so', [{ kind: 'error_before', kept: true, count: 1 }]],
    ['it is over its rate', [{ kind: 'rate_limit', count: 4 }]],
  ])('is made once when Stripe is in doubt: %s', async (_name, faults) => {
    const { fan, orderId } = await buy(desk, event, 1);
    for (const fault of faults)
      await desk.control.setFault({ probability: 1, method: 'POST', path: '/v1/refunds', ...fault } as never);
    await refund(vendor, event, orderId);
    await refundIn(fan, orderId, ['SUCCEEDED', 'ACCEPTED']);
    expect(await moneyOf(desk, orderId)).toEqual({ captured: 2500, refunded: 2500 });
  });

  it('that the bank sends back waits for a person, who asks again and then pays another way', async () => {
    const { fan, orderId } = await buy(desk, event, 1, 'pm_card_refundFail');
    await refund(vendor, event, orderId);
    const failed = await refundIn(fan, orderId, ['FAILED']);
    expect(failed.failure).toBe('expired_or_canceled_card');
    const decide = (body: object) =>
      vendor.call<Refund>('POST', `/v1/events/${event.eventId}/refunds/${failed.refundId}/decision`, body);
    expect(await decide({ onceMore: true, reason: 'perhaps now' })).toMatchObject({
      status: 200,
      body: { state: 'PENDING' },
    });
    expect((await decide({ onceMore: true, reason: 'and again' })).status).toBe(409);
    // The card fails again: this time the money goes another way.
    await refundIn(fan, orderId, ['FAILED']);
    expect(await decide({ onceMore: false, reason: 'bank transfer 4711' })).toMatchObject({
      body: { state: 'SETTLED', failure: expect.stringContaining('bank transfer 4711') },
    });
    expect(await moneyOf(desk, orderId)).toEqual({ captured: 2500, refunded: 0 });
    const audit = await desk.sale.gateway.stores.database.auditEntry.findMany({
      where: { subject: `refund:${failed.refundId}` },
      orderBy: { id: 'asc' },
    });
    expect(audit.map(({ actor, vendorId, action, detail }) => ({ actor, vendorId, action, detail }))).toEqual(
      [
        ['refund.retry', 'perhaps now'],
        ['refund.settle', 'bank transfer 4711'],
      ].map(([action, reason]) => ({
        ...{ actor: vendor.id, vendorId: event.vendorId, action },
        detail: { eventId: event.eventId, reason },
      })),
    );
  });

  it.each([
    ['a stranger sees no such order', 'stranger', {}, 404, 'NOT_FOUND'],
    ['a viewer may not', 'viewer', {}, 403, 'FORBIDDEN'],
    ['a fee above the price is over the limit', 'vendor', { feeMinorPerTicket: 2501 }, 422, 'LIMIT_REACHED'],
    ['a ticket of somebody else is refused', 'vendor', { tickets: [0] }, 409, 'STATE_CONFLICT'],
    ['no reason is malformed', 'vendor', { reason: '  ' }, 400, 'VALIDATION_FAILED'],
    ['an empty list is malformed', 'vendor', { tickets: [] }, 400, 'VALIDATION_FAILED'],
  ])('%s', async (_name, who, wish, status, code) => {
    const { orderId } = await buy(desk, event, 1);
    const other = await newFan(desk);
    if (who === 'viewer') {
      await desk.sale.gateway.stores.database.vendorMember.create({
        data: { vendorId: event.vendorId, userId: other.id, role: 'viewer' },
      });
    }
    const answer = await refund(who === 'vendor' ? vendor : other, event, orderId, wish);
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it('of an order that is not paid is refused with its state', async () => {
    const fan = await newFan(desk);
    await fan.comeIn(event.dropId);
    const held = await fan.hold(event.dropId, { categoryId: event.generalCategoryId, quantity: 1 });
    const { body: order } = await fan.order(event.dropId, held.body.holdId);
    expect(await refund(vendor, event, order.orderId)).toMatchObject({
      status: 409,
      body: { code: 'STATE_CONFLICT', state: 'PENDING_PAYMENT' },
    });
  });
});
