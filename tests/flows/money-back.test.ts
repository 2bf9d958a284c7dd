import { randomUUID } from 'node:crypto';
import { controlLoopbackStripe } from '@fairgate/loopback-stripe/control/control-loopback-stripe.ts';
import type { EventChanged, RefundRuns } from '@fairgate/shared/contracts/event-changes.ts';
import type { OrderSteps } from '@fairgate/shared/contracts/orders.ts';
import type { Dispute, Refund } from '@fairgate/shared/contracts/refunds.ts';
import { listFolderMails } from '@fairgate/shared/mail/folder-mails.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, type OnSaleOptions, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

let sale: TestSale;
let control: ReturnType<typeof controlLoopbackStripe>;
beforeAll(async () => {
  sale = await startTestSale();
  control = controlLoopbackStripe(sale.stripe.url);
});
afterEach(() => control.clearFaults());
afterAll(() => sale.close());

/** An event on sale, and a member of its vendor. */
async function openEvent(options: OnSaleOptions = {}): Promise<{ event: OnSale; vendor: Fan }> {
  const event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { general: 60, ...options });
  await publishDrop(sale.gateway, event);
  const [vendor] = await createFans(sale.gateway, 1);
  await sale.gateway.stores.database.vendorMember.create({
    data: { vendorId: event.vendorId, userId: vendor!.id, role: 'manager' },
  });
  return { event, vendor: vendor! };
}

/** A paid order of so many standing tickets at 25.00 each. */
async function buy(event: OnSale, quantity: number, card?: string): Promise<{ fan: Fan; orderId: string }> {
  const [fan] = await createFans(sale.gateway, 1);
  await fan!.comeIn(event.dropId);
  const held = await fan!.hold(event.dropId, { categoryId: event.generalCategoryId, quantity });
  const { body: order } = await fan!.order(event.dropId, held.body.holdId);
  await fan!.pay(order, card);
  await fan!.orderIn(order.orderId, ['PAID']);
  return { fan: fan!, orderId: order.orderId };
}

function refund(vendor: Fan, event: OnSale, orderId: string, wish: object = {}, key: string = randomUUID()) {
  return vendor.call<Refund>(
    'POST',
    `/v1/events/${event.eventId}/orders/${orderId}/refunds`,
    { reason: 'asked for', ...wish },
    { 'idempotency-key': key },
  );
}

async function refundIn(fan: Fan, orderId: string, states: readonly string[]): Promise<Refund> {
  let found: Refund | undefined;
  await expect
    .poll(async () => {
      const { body } = await fan.call<{ items: Refund[] }>('GET', `/v1/orders/${orderId}/refunds`);
      found = body.items[0];
      return states.includes(found?.state ?? 'none');
    })
    .toBe(true);
  return found!;
}

/** The text of a mail that was sent, by the start of its id. */
async function mailOf(start: string): Promise<string> {
  let text: string | undefined;
  await expect
    .poll(async () => {
      const mails = await listFolderMails(sale.gateway.mailFolder, 500);
      text = mails.find((mail) => mail.id.startsWith(start))?.text;
      return text !== undefined;
    })
    .toBe(true);
  return text ?? '';
}

/** What Stripe itself says about an order's money. */
async function moneyOf(orderId: string) {
  const { intents } = await control.ledger();
  const own = intents.filter((intent) => intent.metadata.order_id === orderId);
  return {
    captured: own.reduce((sum, one) => sum + one.captured, 0),
    refunded: own.reduce((sum, one) => sum + one.refunded, 0),
  };
}

async function intentOf(orderId: string): Promise<string> {
  const payment = await sale.gateway.stores.database.payment.findFirstOrThrow({ where: { orderId } });
  return payment.paymentIntentId;
}

describe('a refund by the vendor', () => {
  let event: OnSale;
  let vendor: Fan;
  beforeAll(async () => {
    ({ event, vendor } = await openEvent());
  });

  it('of one ticket, less a fee, and then of the rest', async () => {
    const { fan, orderId } = await buy(event, 3);
    const [first] = await fan.tickets();
    const given = await refund(vendor, event, orderId, { tickets: [first!.number], feeMinorPerTicket: 300 });
    expect(given).toMatchObject({
      status: 201,
      body: { state: 'PENDING', amountMinor: 2200, feeMinor: 300, tickets: [{ number: first!.number }] },
    });
    expect((await fan.tickets()).map((ticket) => ticket.number)).not.toContain(first!.number);
    await refundIn(fan, orderId, ['SUCCEEDED']);
    expect(await mailOf(`order-refunded-${given.body.refundId}`)).toMatch(/Standing.*€22\.00.*€3\.00/s);
    expect(await moneyOf(orderId)).toEqual({ captured: 7500, refunded: 2200 });
    expect((await refund(vendor, event, orderId)).body).toMatchObject({ amountMinor: 5000 });
    await fan.orderIn(orderId, ['REFUNDED']);
    await expect.poll(() => moneyOf(orderId)).toEqual({ captured: 7500, refunded: 7200 });
    const { body } = await fan.call<OrderSteps>('GET', `/v1/orders/${orderId}/history`);
    expect(body.items.map((step) => step.to)).toEqual([
      'PENDING_PAYMENT',
      'AUTHORIZED',
      'FINALIZED',
      'PAID',
      'REFUNDED',
    ]);
  });

  it('makes the seat free for somebody else', async () => {
    const [fan] = await createFans(sale.gateway, 1);
    await fan!.comeIn(event.dropId);
    const held = await fan!.hold(event.dropId, { tickets: [5] });
    const { body: order } = await fan!.order(event.dropId, held.body.holdId);
    await fan!.pay(order);
    await fan!.orderIn(order.orderId, ['PAID']);
    await refund(vendor, event, order.orderId);
    const [next] = await createFans(sale.gateway, 1);
    await next!.comeIn(event.dropId);
    await expect.poll(async () => (await next!.hold(event.dropId, { tickets: [5] })).status).toBe(201);
  });

  it('asked for ten times with the same key is one refund; with another wish it is refused', async () => {
    const { orderId } = await buy(event, 2);
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
    await expect.poll(() => moneyOf(orderId)).toEqual({ captured: 5000, refunded: 5000 });
  });

  it.each([
    ['its replies are dropped', [{ kind: 'drop_reply', count: 3 }]],
    ['it fails after refunding, and keeps saying so', [{ kind: 'error_after', count: 2 }]],
    ['it fails before refunding, and keeps saying so', [{ kind: 'error_before', kept: true, count: 1 }]],
    ['it is over its rate', [{ kind: 'rate_limit', count: 4 }]],
  ])('is made once when Stripe is in doubt: %s', async (_name, faults) => {
    const { fan, orderId } = await buy(event, 1);
    for (const fault of faults)
      await control.setFault({ probability: 1, method: 'POST', path: '/v1/refunds', ...fault } as never);
    await refund(vendor, event, orderId);
    await refundIn(fan, orderId, ['SUCCEEDED', 'ACCEPTED']);
    expect(await moneyOf(orderId)).toEqual({ captured: 2500, refunded: 2500 });
  });

  it('that the bank sends back waits for a person, who asks again and then pays another way', async () => {
    const { fan, orderId } = await buy(event, 1, 'pm_card_refundFail');
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
    expect(await moneyOf(orderId)).toEqual({ captured: 2500, refunded: 0 });
  });

  it.each([
    ['a stranger sees no such order', 'stranger', {}, 404, 'NOT_FOUND'],
    ['a viewer may not', 'viewer', {}, 403, 'FORBIDDEN'],
    ['a fee above the price is over the limit', 'vendor', { feeMinorPerTicket: 2501 }, 422, 'LIMIT_REACHED'],
    ['a ticket of somebody else is refused', 'vendor', { tickets: [0] }, 409, 'STATE_CONFLICT'],
    ['no reason is malformed', 'vendor', { reason: '  ' }, 400, 'VALIDATION_FAILED'],
    ['an empty list is malformed', 'vendor', { tickets: [] }, 400, 'VALIDATION_FAILED'],
  ])('%s', async (_name, who, wish, status, code) => {
    const { orderId } = await buy(event, 1);
    const [other] = await createFans(sale.gateway, 1);
    if (who === 'viewer') {
      await sale.gateway.stores.database.vendorMember.create({
        data: { vendorId: event.vendorId, userId: other!.id, role: 'viewer' },
      });
    }
    const answer = await refund(who === 'vendor' ? vendor : other!, event, orderId, wish);
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it('of an order that is not paid is refused with its state', async () => {
    const [fan] = await createFans(sale.gateway, 1);
    await fan!.comeIn(event.dropId);
    const held = await fan!.hold(event.dropId, { categoryId: event.generalCategoryId, quantity: 1 });
    const { body: order } = await fan!.order(event.dropId, held.body.holdId);
    expect(await refund(vendor, event, order.orderId)).toMatchObject({
      status: 409,
      body: { code: 'STATE_CONFLICT', state: 'PENDING_PAYMENT' },
    });
  });
});

describe('a dispute', () => {
  it('that is lost takes the tickets back, as the vendor sees', async () => {
    const { event, vendor } = await openEvent();
    const { fan, orderId } = await buy(event, 2);
    const dispute = await control.openDispute(await intentOf(orderId));
    const disputes = async () =>
      (await vendor.call<{ items: Dispute[] }>('GET', `/v1/events/${event.eventId}/disputes`)).body.items;
    await expect.poll(async () => (await disputes())[0]?.state).toBe('OPEN');
    expect(await refund(vendor, event, orderId)).toMatchObject({
      status: 409,
      body: { state: 'DISPUTED' },
    });
    expect(await mailOf(`dispute-opened-${dispute.id.replaceAll('_', '-')}`)).toContain(orderId);
    await control.closeDispute(dispute.id, 'lost');
    await fan.orderIn(orderId, ['REFUNDED']);
    expect(await fan.tickets()).toEqual([]);
    expect(await disputes()).toMatchObject([{ state: 'LOST', ticketsRevoked: 2, amountMinor: 5000 }]);
  });

  it('that is won changes nothing', async () => {
    const { event } = await openEvent();
    const { fan, orderId } = await buy(event, 1);
    const dispute = await control.openDispute(await intentOf(orderId));
    await control.closeDispute(dispute.id, 'won');
    await expect
      .poll(async () => (await sale.gateway.stores.database.dispute.findFirst({ where: { orderId } }))?.state)
      .toBe('WON');
    expect(await fan.tickets()).toHaveLength(1);
  });
});

describe('an event', () => {
  const change = (vendor: Fan, event: OnSale, what: string, body: object, version = 1) =>
    vendor.call<EventChanged>('POST', `/v1/events/${event.eventId}/${what}`, body, {
      'if-match': `"v${version}"`,
    });
  const runs = async (vendor: Fan, event: OnSale) =>
    (await vendor.call<RefundRuns>('GET', `/v1/events/${event.eventId}/refund-runs`)).body.items;

  it('that is called off ends unpaid orders and refunds the others, with progress', async () => {
    const { event, vendor } = await openEvent();
    const buyers: Awaited<ReturnType<typeof buy>>[] = [];
    for (let n = 0; n < 6; n += 1) buyers.push(await buy(event, 1 + (n % 3)));
    const [idler] = await createFans(sale.gateway, 1);
    await idler!.comeIn(event.dropId);
    const held = await idler!.hold(event.dropId, { categoryId: event.generalCategoryId, quantity: 1 });
    const { body: unpaid } = await idler!.order(event.dropId, held.body.holdId);

    expect((await change(vendor, event, 'cancellation', { reason: 'flood' }, 7)).status).toBe(412);
    const off = await change(vendor, event, 'cancellation', { reason: 'flood' });
    expect(off).toMatchObject({ status: 200, body: { status: 'CANCELLED', version: 2 } });
    await idler!.orderIn(unpaid.orderId, ['EXPIRED']);
    for (const { fan, orderId } of buyers) await fan.orderIn(orderId, ['REFUNDED']);
    await expect.poll(async () => (await runs(vendor, event))[0]?.state).toBe('DONE');
    expect(await runs(vendor, event)).toMatchObject([
      { cause: 'EVENT_CANCELLED', ordersLeft: 0, refunds: { pending: 0, done: 6 }, refundedMinor: 30_000 },
    ]);
    const { body: status } = await idler!.call('GET', `/v1/drops/${event.dropId}/status`);
    expect(status).toMatchObject({ phase: 'closed' });
  });

  it('whose refunds are paused stands still until they go on', async () => {
    const { event, vendor } = await openEvent();
    const { fan, orderId } = await buy(event, 1);
    await control.setFault({
      kind: 'outage',
      mode: 'unavailable',
      path: '/v1/refunds',
      probability: 1,
    } as never);
    const { body } = await change(vendor, event, 'cancellation', { reason: 'flood' });
    const run = `/v1/events/${event.eventId}/refund-runs/${body.runId}`;
    expect(await vendor.call('PATCH', run, { state: 'PAUSED' })).toMatchObject({ body: { state: 'PAUSED' } });
    await control.clearFaults();
    expect((await vendor.call('PATCH', run, { state: 'PAUSED' })).status).toBe(200);
    expect(await vendor.call('PATCH', run, { state: 'RUNNING' })).toMatchObject({ status: 200 });
    await fan.orderIn(orderId, ['REFUNDED']);
    await expect.poll(async () => (await runs(vendor, event))[0]?.state).toBe('DONE');
    expect((await vendor.call('PATCH', run, { state: 'PAUSED' })).status).toBe(409);
  });

  it('that is moved lets buyers give tickets back, as long as the vendor said', async () => {
    const { event, vendor } = await openEvent();
    const { fan, orderId } = await buy(event, 2);
    const giveBack = (who: Fan, body: object = {}) =>
      who.call<Refund>('POST', `/v1/orders/${orderId}/refunds`, body, { 'idempotency-key': randomUUID() });
    expect(await giveBack(fan)).toMatchObject({ status: 409, body: { state: 'NOT_REFUNDABLE' } });
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const startsAt = new Date(Date.now() + 60 * 86_400_000).toISOString();
    expect(
      (await change(vendor, event, 'move', { startsAt, reason: 'flood', refunds: 'onRequest' })).status,
    ).toBe(400);
    const moved = await change(vendor, event, 'move', {
      startsAt,
      reason: 'flood',
      refunds: 'onRequest',
      refundableUntil: until,
    });
    expect(moved).toMatchObject({ status: 200, body: { status: 'PUBLISHED', version: 2, runId: null } });
    expect(await mailOf('event-moved-')).toContain('The organiser says: flood');
    const [first] = await fan.tickets();
    expect((await giveBack(vendor)).status).toBe(404);
    expect(await giveBack(fan, { tickets: [first!.number] })).toMatchObject({
      status: 201,
      body: { cause: 'CUSTOMER', amountMinor: 2500 },
    });
    expect(await fan.tickets()).toHaveLength(1);
  });

  it('that is moved with all its money back leaves later buyers alone', async () => {
    const { event, vendor } = await openEvent();
    const before = await buy(event, 1);
    const startsAt = new Date(Date.now() + 60 * 86_400_000).toISOString();
    await change(vendor, event, 'move', { startsAt, reason: 'flood', refunds: 'all' });
    await before.fan.orderIn(before.orderId, ['REFUNDED']);
    const after = await buy(event, 1);
    await expect.poll(async () => (await runs(vendor, event))[0]?.state).toBe('DONE');
    expect((await after.fan.orderIn(after.orderId, ['PAID'])).state).toBe('PAID');
  });
});
