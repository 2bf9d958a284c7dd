import { randomUUID } from 'node:crypto';
import type { EventChanged, RefundRuns } from '@fairgate/shared/contracts/event-changes.ts';
import type { Dispute, Refund } from '@fairgate/shared/contracts/refunds.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fan } from '../support/fan.ts';
import {
  buy,
  intentOf,
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

describe('a dispute', () => {
  it('that is lost takes the tickets back, as the vendor sees', async () => {
    const { event, vendor } = await openEvent(desk);
    const { fan, orderId } = await buy(desk, event, 2);
    const dispute = await desk.control.openDispute(await intentOf(desk, orderId));
    const disputes = async () =>
      (await vendor.call<{ items: Dispute[] }>('GET', `/v1/events/${event.eventId}/disputes`)).body.items;
    await expect.poll(async () => (await disputes())[0]?.state).toBe('OPEN');
    expect(await refund(vendor, event, orderId)).toMatchObject({
      status: 409,
      body: { state: 'DISPUTED' },
    });
    expect(await mailOf(desk, `dispute-opened-${dispute.id.replaceAll('_', '-')}`)).toContain(orderId);
    await desk.control.closeDispute(dispute.id, 'lost');
    await fan.orderIn(orderId, ['REFUNDED']);
    expect(await fan.tickets()).toEqual([]);
    expect(await disputes()).toMatchObject([{ state: 'LOST', ticketsRevoked: 2, amountMinor: 5000 }]);
  });

  describe.each([
    ['won', 'SUCCEEDED', { captured: 2500, refunded: 2500 }],
    ['lost', 'SETTLED', { captured: 2500, refunded: 0 }],
  ] as const)('of which nothing is known yet when its order is refunded', (outcome, state, money) => {
    it(`fails the refund, for a person to see; ${outcome}, the refund is ${state}`, async () => {
      const { event, vendor } = await openEvent(desk);
      const { fan, orderId } = await buy(desk, event, 1);
      await desk.control.setFault({ kind: 'webhook_lose', probability: 1 } as never);
      const dispute = await desk.control.openDispute(await intentOf(desk, orderId));
      expect((await refund(vendor, event, orderId)).status).toBe(201);
      const failed = await refundIn(fan, orderId, ['FAILED']);
      expect(failed.failure).toBe('charge_disputed');
      await desk.control.clearFaults();
      await desk.control.closeDispute(dispute.id, outcome);
      await refundIn(fan, orderId, [state]);
      expect(await moneyOf(desk, orderId)).toEqual(money);
    });
  });

  it('that is won changes nothing', async () => {
    const { event } = await openEvent(desk);
    const { fan, orderId } = await buy(desk, event, 1);
    const dispute = await desk.control.openDispute(await intentOf(desk, orderId));
    await desk.control.closeDispute(dispute.id, 'won');
    await expect
      .poll(
        async () =>
          (await desk.sale.gateway.stores.database.dispute.findFirst({ where: { orderId } }))?.state,
      )
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
    const { event, vendor } = await openEvent(desk);
    const buyers: Awaited<ReturnType<typeof buy>>[] = [];
    for (let n = 0; n < 6; n += 1) buyers.push(await buy(desk, event, 1 + (n % 3)));
    const idler = await newFan(desk);
    await idler.comeIn(event.dropId);
    const held = await idler.hold(event.dropId, { categoryId: event.generalCategoryId, quantity: 1 });
    const { body: unpaid } = await idler.order(event.dropId, held.body.holdId);

    expect((await change(vendor, event, 'cancellation', { reason: 'flood' }, 7)).status).toBe(412);
    const off = await change(vendor, event, 'cancellation', { reason: 'flood' });
    expect(off).toMatchObject({ status: 200, body: { status: 'CANCELLED', version: 2 } });
    await idler.orderIn(unpaid.orderId, ['EXPIRED']);
    for (const { fan, orderId } of buyers) await fan.orderIn(orderId, ['REFUNDED']);
    await expect.poll(async () => (await runs(vendor, event))[0]?.state).toBe('DONE');
    expect(await runs(vendor, event)).toMatchObject([
      { cause: 'EVENT_CANCELLED', ordersLeft: 0, refunds: { pending: 0, done: 6 }, refundedMinor: 30_000 },
    ]);
    const { body: status } = await idler.call('GET', `/v1/drops/${event.dropId}/status`);
    expect(status).toMatchObject({ phase: 'closed' });
  });

  it('whose refunds are paused stands still until they go on', async () => {
    const { event, vendor } = await openEvent(desk);
    const { fan, orderId } = await buy(desk, event, 1);
    await desk.control.setFault({
      kind: 'outage',
      mode: 'unavailable',
      path: '/v1/refunds',
      probability: 1,
    } as never);
    const { body } = await change(vendor, event, 'cancellation', { reason: 'flood' });
    const run = `/v1/events/${event.eventId}/refund-runs/${body.runId}`;
    expect(await vendor.call('PATCH', run, { state: 'PAUSED' })).toMatchObject({ body: { state: 'PAUSED' } });
    await desk.control.clearFaults();
    expect((await vendor.call('PATCH', run, { state: 'PAUSED' })).status).toBe(200);
    expect(await vendor.call('PATCH', run, { state: 'RUNNING' })).toMatchObject({ status: 200 });
    await fan.orderIn(orderId, ['REFUNDED']);
    await expect.poll(async () => (await runs(vendor, event))[0]?.state).toBe('DONE');
    expect((await vendor.call('PATCH', run, { state: 'PAUSED' })).status).toBe(409);
    // Said again it changes nothing, and nothing is noted.
    const noted = await desk.sale.gateway.stores.database.auditEntry.findMany({
      where: { subject: `refund-run:${body.runId}` },
      orderBy: { id: 'asc' },
    });
    expect(noted.map(({ action, actor }) => ({ action, actor }))).toEqual([
      { action: 'refund-run.pause', actor: vendor.id },
      { action: 'refund-run.resume', actor: vendor.id },
    ]);
  });

  it('that is moved lets buyers give tickets back, as long as the vendor said', async () => {
    const { event, vendor } = await openEvent(desk);
    const { fan, orderId } = await buy(desk, event, 2);
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
    expect(await mailOf(desk, 'event-moved-')).toContain('The organiser says: flood');
    const [first] = await fan.tickets();
    expect((await giveBack(vendor)).status).toBe(404);
    expect(await giveBack(fan, { tickets: [first!.number] })).toMatchObject({
      status: 201,
      body: { cause: 'CUSTOMER', amountMinor: 2500 },
    });
    expect(await fan.tickets()).toHaveLength(1);
  });

  it('that is moved with all its money back gives it, too, to whom a dispute kept from it', async () => {
    const { event, vendor } = await openEvent(desk);
    const { fan, orderId } = await buy(desk, event, 1);
    const dispute = await desk.control.openDispute(await intentOf(desk, orderId));
    const { dispute: disputes } = desk.sale.gateway.stores.database;
    await expect.poll(() => disputes.count({ where: { orderId } })).toBe(1);
    const startsAt = new Date(Date.now() + 60 * 86_400_000).toISOString();
    await change(vendor, event, 'move', { startsAt, reason: 'flood', refunds: 'all' });
    await expect.poll(async () => (await runs(vendor, event))[0]?.state).toBe('DONE');
    expect((await fan.orderIn(orderId, ['PAID'])).state).toBe('PAID');
    await desk.control.closeDispute(dispute.id, 'won');
    await fan.orderIn(orderId, ['REFUNDED']);
    await expect.poll(async () => (await runs(vendor, event))[0]?.state).toBe('DONE');
  });

  it('that is moved with all its money back leaves later buyers alone', async () => {
    const { event, vendor } = await openEvent(desk);
    const before = await buy(desk, event, 1);
    const startsAt = new Date(Date.now() + 60 * 86_400_000).toISOString();
    await change(vendor, event, 'move', { startsAt, reason: 'flood', refunds: 'all' });
    await before.fan.orderIn(before.orderId, ['REFUNDED']);
    const after = await buy(desk, event, 1);
    await expect.poll(async () => (await runs(vendor, event))[0]?.state).toBe('DONE');
    expect((await after.fan.orderIn(after.orderId, ['PAID'])).state).toBe('PAID');
  });
});
