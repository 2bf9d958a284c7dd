import { controlLoopbackStripe } from '@fairgate/loopback-stripe/control/control-loopback-stripe.ts';
import { reconcileDayAgain } from '@fairgate/payments-worker/jobs/reconcile-days.ts';
import { connectStripe } from '@fairgate/shared/payments/connect-stripe.ts';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestAccount } from '../support/accounts.ts';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const today = (): string => new Date().toISOString().slice(0, 10);

describe("a day's books", () => {
  let sale: TestSale;
  let event: OnSale;
  let owner: pg.Client;
  const orderIds: string[] = [];
  beforeAll(async () => {
    sale = await startTestSale();
    event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { general: 50 });
    await publishDrop(sale.gateway, event);
    owner = new pg.Client({ connectionString: sale.gateway.database.ownerDatabaseUrl });
    await owner.connect();
    for (const fan of await createFans(sale.gateway, 3)) {
      await fan.comeIn(event.dropId);
      orderIds.push(await buy(fan));
    }
  });
  afterAll(async () => {
    await owner.end();
    await sale.close();
  });

  async function buy(fan: Fan, card?: string): Promise<string> {
    const held = await fan.hold(event.dropId, { categoryId: event.generalCategoryId, quantity: 2 });
    const { body: order } = await fan.order(event.dropId, held.body.holdId);
    expect((await fan.pay(order, card)).status).toBe(200);
    await fan.call('POST', `/v1/orders/${order.orderId}/payment-return`);
    await fan.orderIn(order.orderId, ['PAID'], 40_000);
    return order.orderId;
  }

  const stripe = () => connectStripe(sale.stripe.secretKey, sale.stripe.url, async () => undefined);
  const reconcile = (day = today()) =>
    reconcileDayAgain(
      {
        database: sale.gateway.stores.database,
        stripe: stripe(),
        log: pino({ level: 'silent' }),
        self: 'test',
      },
      day,
      10,
    );

  it('are equal after honest sales, and say what moved', async () => {
    const result = await reconcile();
    expect(result).toMatchObject({
      orders: 3,
      transactions: 3,
      differing: 0,
      differenceMinor: 0,
      differences: [],
    });
    const [totals] = result.totals;
    expect(totals).toMatchObject({
      currency: 'eur',
      day: { capturedMinor: 15_000, refundedMinor: 0, disputedMinor: 0 },
      stripe: { capturedMinor: 15_000, refundedMinor: 0 },
      ours: { capturedMinor: 15_000, refundedMinor: 0 },
    });
    expect(totals?.day.feesMinor).toBeGreaterThan(0);
  });

  it('are empty and equal on a day without sales', async () => {
    expect(await reconcile('2020-01-01')).toMatchObject({ orders: 0, transactions: 0, differing: 0 });
  });

  it('name every planted difference, and none after it is mended', async () => {
    const [short, gone] = orderIds;
    await owner.query('update payments set captured_minor = captured_minor - 100 where order_id = $1', [
      short,
    ]);
    const { rows } = await owner.query(
      "update payments set payment_intent_id = 'pi_elsewhere' where order_id = $1 returning payment_intent_id",
      [gone],
    );
    expect(rows).toHaveLength(1);
    const stray = await stripe().paymentIntents.create({
      amount: 777,
      currency: 'eur',
      capture_method: 'manual',
      allowed_payment_method_types: ['card'],
      payment_method: 'pm_card_visa',
      confirm: true,
    } as never);
    await stripe().paymentIntents.capture(stray.id);
    const result = await reconcile();
    const named = result.differences.map(({ kind, orderId, stripeMinor, oursMinor }) => ({
      kind,
      orderId,
      stripeMinor,
      oursMinor,
    }));
    expect(named).toEqual(
      expect.arrayContaining([
        { kind: 'captured', orderId: short, stripeMinor: 5000, oursMinor: 4900 },
        { kind: 'missingAtStripe', orderId: gone, stripeMinor: 0, oursMinor: 5000 },
        { kind: 'unknownIntent', orderId: null, stripeMinor: 5000, oursMinor: 0 },
        { kind: 'unknownIntent', orderId: null, stripeMinor: 777, oursMinor: 0 },
      ]),
    );
    expect(result).toMatchObject({ differing: 4, differenceMinor: 100 + 5000 + 5000 + 777 });
  });

  it('find a refund that failed after it had succeeded, though nobody was told', async () => {
    const { database } = sale.gateway.stores;
    const control = controlLoopbackStripe(sale.stripe.url);
    const [fan] = (await createFans(sale.gateway, 1)) as [Fan];
    await fan.comeIn(event.dropId);
    const orderId = await buy(fan, 'pm_card_refundFail');
    await control.setFault({ kind: 'webhook_lose', probability: 1 } as never);
    const ops = await createTestAccount(sale.gateway, { isOps: true });
    const refunded = await sale.gateway.app.inject({
      method: 'POST',
      url: `/v1/events/${event.eventId}/orders/${orderId}/refunds`,
      headers: { ...ops.headers, 'idempotency-key': 'late' },
      payload: { reason: 'asked for' },
    });
    expect(refunded.statusCode).toBe(201);
    const state = async () => (await database.refund.findFirst({ where: { orderId } }))?.state;
    await expect.poll(state).toBe('SUCCEEDED');
    // The bank sends it back a second later, and the webhook is lost.
    const { paymentIntentId } = await database.payment.findFirstOrThrow({ where: { orderId } });
    const atStripe = async () =>
      (await stripe().refunds.list({ payment_intent: paymentIntentId })).data[0]?.status;
    await expect.poll(atStripe).toBe('failed');
    expect(await state()).toBe('SUCCEEDED');
    await reconcile();
    expect(await state()).toBe('FAILED');
    await control.clearFaults();
  });

  it('are shown to operations, newest first and page by page, and to nobody else', async () => {
    const { app } = sale.gateway;
    const ops = await createTestAccount(sale.gateway, { isOps: true });
    const fan = await createTestAccount(sale.gateway);
    const first = await app.inject({ url: '/v1/ops/reconciliations?limit=1', headers: ops.headers });
    expect(first.json()).toMatchObject({ items: [{ day: today(), differing: 4 }], next: expect.any(String) });
    const next = await app.inject({
      url: `/v1/ops/reconciliations?limit=1&after=${first.json().next}`,
      headers: ops.headers,
    });
    expect(next.json()).toMatchObject({ items: [{ day: '2020-01-01', differing: 0 }] });
    expect((await app.inject({ url: '/v1/ops/reconciliations', headers: fan.headers })).statusCode).toBe(403);
    expect((await app.inject({ url: '/v1/ops/reconciliations' })).statusCode).toBe(401);
  });
});
