import { controlLoopbackStripe } from '@fairgate/loopback-stripe/control/control-loopback-stripe.ts';
import type { Order } from '@fairgate/shared/contracts/orders.ts';
import type { DropStatus, Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

/** Longer than the page has; the machine may be busy. Milliseconds. */
const patience = { timeout: 40_000, interval: 200 };

describe('Stripe is out', () => {
  let sale: TestSale;
  let event: OnSale;
  let control: ReturnType<typeof controlLoopbackStripe>;
  beforeAll(async () => {
    sale = await startTestSale();
    control = controlLoopbackStripe(sale.stripe.url);
    event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { general: 200, paymentSeconds: 12 });
    await publishDrop(sale.gateway, event);
  });
  afterEach(() => control.clearFaults());
  afterAll(() => sale.close());

  const database = () => sale.gateway.stores.database;
  const openOutages = () => database().stripeOutage.count({ where: { endedAt: null } });
  const unresumed = () => database().stripeOutage.count({ where: { resumedAt: null } });

  async function shopper(): Promise<Fan> {
    const [fan] = await createFans(sale.gateway, 1);
    await fan!.comeIn(event.dropId, 40_000);
    return fan!;
  }

  async function order(fan: Fan, quantity = 1): Promise<Order> {
    const held = await fan.hold(event.dropId, { categoryId: event.generalCategoryId, quantity });
    expect(held.status).toBe(201);
    const answer = await fan.order(event.dropId, held.body.holdId);
    expect(answer.status).toBe(201);
    return answer.body;
  }

  /** As the page does: asks for the intent, and confirms it once there is one. */
  async function payNow(fan: Fan, orderId: string): Promise<boolean> {
    const { body } = await fan.call<Order>('POST', `/v1/orders/${orderId}/payment-return`);
    if (body.payment === null || body.payment === undefined) return false;
    return (await fan.pay(body)).status === 200;
  }

  const status = async (): Promise<DropStatus> =>
    (await sale.gateway.app.inject(`/v1/drops/${event.dropId}/status`)).json();

  it.each(['cut', 'hang', 'unavailable'] as const)(
    'and %s: people wait, orders keep their seats, and everything goes on',
    async (mode) => {
      const [before, during, late] = [
        await shopper(),
        await shopper(),
        (await createFans(sale.gateway, 1))[0]!,
      ];
      const kept = await order(before);
      const stoppedMs = Date.now();
      await control.setFault({ kind: 'outage', mode, probability: 1 } as never);
      // Somebody's call notices.
      void before.call('POST', `/v1/orders/${kept.orderId}/payment-return`).catch(() => undefined);
      await expect.poll(openOutages, patience).toBe(1);
      const outage = await database().stripeOutage.findFirstOrThrow({ where: { endedAt: null } });
      expect(outage.beganAt.getTime()).toBeLessThan(stoppedMs + 5_000);

      await expect.poll(async () => (await status()).payments, patience).toBe('interrupted');
      const entry = await late.call<Entry>('POST', `/v1/drops/${event.dropId}/entries`);
      const refused = await late.call('POST', `/v1/drops/${event.dropId}/admissions`, {
        placeTicket: entry.body.placeTicket,
      });
      expect(refused).toMatchObject({ status: 503, body: { code: 'PAYMENT_UNAVAILABLE' } });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      const made = await order(during);
      expect(made.payment).toBeNull();

      // Past both deadlines nothing strikes, and nobody else gets the seats.
      await expect.poll(async () => Date.now() > Date.parse(made.payDeadline) + 1_500, patience).toBe(true);
      for (const [fan, one] of [
        [before, kept],
        [during, made],
      ] as const)
        expect((await fan.call<Order>('GET', `/v1/orders/${one.orderId}`)).body.state).toBe(
          'PENDING_PAYMENT',
        );

      await control.clearFaults();
      await expect.poll(openOutages, patience).toBe(0);
      const over = await database().stripeOutage.findFirstOrThrow({ where: { id: outage.id } });
      const lengthMs = (over.endedAt?.getTime() ?? 0) - over.beganAt.getTime();
      const moved = await database().order.findMany({ where: { id: { in: [kept.orderId, made.orderId] } } });
      const deadlineOf = (one: Order) =>
        moved.find((row) => row.id === one.orderId)?.payDeadline.getTime() ?? 0;
      expect(deadlineOf(kept) - Date.parse(kept.payDeadline)).toBeCloseTo(lengthMs, -2);
      const lived = (over.endedAt?.getTime() ?? 0) - Date.parse(made.createdAt);
      expect(deadlineOf(made) - Date.parse(made.payDeadline)).toBeCloseTo(lived, -2);

      await expect.poll(unresumed, patience).toBe(0);
      await Promise.all(
        (
          [
            [before, kept],
            [during, made],
          ] as const
        ).map(async ([fan, one]) => {
          await expect.poll(() => payNow(fan, one.orderId), patience).toBe(true);
          expect((await fan.orderIn(one.orderId, ['PAID', 'EXPIRED'], 40_000)).state).toBe('PAID');
        }),
      );
      await late.comeIn(event.dropId, 40_000);
      await expect.poll(async () => (await status()).payments, patience).toBe('working');
    },
  );

  it('one poisoned answer, or a burst of them, is no outage', async () => {
    const fans = [await shopper(), await shopper()];
    const known = await database().stripeOutage.count();
    await control.setFault({
      kind: 'error_before',
      count: 12,
      probability: 1,
      method: 'POST',
      path: '/v1/payment_intents',
    } as never);
    await Promise.all(fans.map((fan) => order(fan)));
    expect(await database().stripeOutage.count()).toBe(known);
  });
});
