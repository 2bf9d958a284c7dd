import { readdirSync } from 'node:fs';
import { controlLoopbackStripe } from '@fairgate/loopback-stripe/control/control-loopback-stripe.ts';
import type { Order } from '@fairgate/shared/contracts/orders.ts';
import { connectStripe } from '@fairgate/shared/payments/connect-stripe.ts';
import { intentMismatches } from '@fairgate/shared/payments/mismatch-alarm.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const patienceMs = 60_000;
const eightDays = 8 * 86_400;
const burst = 3_000;
const connections = 100;

describe('a payment that goes another way', () => {
  let sale: TestSale;
  let event: OnSale;
  let control: ReturnType<typeof controlLoopbackStripe>;
  beforeAll(async () => {
    sale = await startTestSale();
    control = controlLoopbackStripe(sale.stripe.url);
    event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { general: 100, paymentSeconds: 60 });
    await publishDrop(sale.gateway, event);
  });
  afterEach(() => control.clearFaults());
  afterAll(() => sale.close());

  const database = () => sale.gateway.stores.database;

  async function ordered(): Promise<{ fan: Fan; order: Order }> {
    const [fan] = (await createFans(sale.gateway, 1)) as [Fan];
    await fan.comeIn(event.dropId);
    const held = await fan.hold(event.dropId, { categoryId: event.generalCategoryId, quantity: 2 });
    const { body: order } = await fan.order(event.dropId, held.body.holdId);
    return { fan, order };
  }

  async function mismatchesCounted(): Promise<number> {
    return (await intentMismatches.get()).values[0]?.value ?? 0;
  }

  it('metadata that name another order: never sold, given back, and counted', async () => {
    const { fan, order } = await ordered();
    const known = await mismatchesCounted();
    const stripe = connectStripe(sale.stripe.secretKey, sale.stripe.url, async () => undefined);
    await stripe.paymentIntents.update(order.payment?.paymentIntentId ?? '', {
      metadata: { order_id: 'another' },
    });
    expect((await fan.pay(order)).status).toBe(200);
    await fan.call('POST', `/v1/orders/${order.orderId}/payment-return`);
    await fan.orderIn(order.orderId, ['LOST_RELEASED'], patienceMs);
    expect(await fan.tickets()).toEqual([]);
    expect(await mismatchesCounted()).toBeGreaterThan(known);
    const { intents } = await control.ledger();
    expect(intents.find((intent) => intent.paymentIntent === order.payment?.paymentIntentId)?.captured).toBe(
      0,
    );
  });

  it('every webhook lost and Stripe failing here and there: all orders are final soon after', async () => {
    await control.setFault({ kind: 'webhook_lose', probability: 1 } as never);
    for (const kind of ['error_before', 'error_after', 'drop_reply'])
      await control.setFault({ kind, probability: 0.2, method: 'POST', seed: 3, count: 8 } as never);
    const all = await Promise.all(Array.from({ length: 6 }, ordered));
    await Promise.all(
      all.map(({ fan, order }) => (order.payment === null ? null : fan.pay(order).catch(() => null))),
    );
    await control.clearFaults();
    await control.setFault({ kind: 'webhook_lose', probability: 1 } as never);
    // Those whose intent came late, or whose confirmation failed, pay now; nobody says that they are back.
    await Promise.all(
      all.map(({ fan, order }) =>
        expect
          .poll(
            async () => {
              const { body } = await fan.call<Order>('GET', `/v1/orders/${order.orderId}`);
              if (body.state !== 'PENDING_PAYMENT') return true;
              return body.payment !== null && [200, 400].includes((await fan.pay(body)).status);
            },
            { timeout: patienceMs, interval: 300 },
          )
          .toBe(true),
      ),
    );
    const ends = await Promise.all(
      all.map(({ fan, order }) => fan.orderIn(order.orderId, ['PAID', 'EXPIRED'], patienceMs)),
    );
    expect(ends.map(({ state }) => state)).toEqual(ends.map(() => 'PAID'));
  });

  it('each webhook comes a hundred times, all at once: paid and captured once', async () => {
    await control.setFault({ kind: 'webhook_duplicate', probability: 1, copies: 100 } as never);
    const all = await Promise.all(Array.from({ length: 5 }, ordered));
    await Promise.all(all.map(({ fan, order }) => fan.pay(order)));
    // Nobody comes back: the webhooks alone tell.
    await Promise.all(all.map(({ fan, order }) => fan.orderIn(order.orderId, ['PAID'], patienceMs)));
    const { intents } = await control.ledger();
    for (const { order } of all) {
      const own = intents.filter(({ metadata }) => metadata.order_id === order.orderId);
      expect(own.map(({ captured }) => captured)).toEqual([order.amountMinor]);
    }
  });

  it('a burst of webhooks about other things delays no purchase for long, and each is kept or sent again', async () => {
    const [secret = ''] = sale.gateway.config.stripeWebhookSecrets;
    const ids = Array.from({ length: burst }, (_, n) => `evt_burst_${n}`);
    const deliver = async (id: string): Promise<number> => {
      const payload = JSON.stringify({
        ...{ id, object: 'event', type: 'payment_intent.created', created: Math.floor(Date.now() / 1000) },
        data: { object: { id: `pi_${id}`, object: 'payment_intent' } },
      });
      const signature = sale.gateway.stores.stripe.webhooks.generateTestHeaderString({ payload, secret });
      const { status } = await fetch(`${sale.gatewayUrl}/v1/stripe/webhook`, {
        method: 'POST',
        headers: { 'stripe-signature': signature, 'content-type': 'application/json' },
        body: payload,
      });
      return status;
    };
    const statuses = new Map<string, number>();
    const waiting = [...ids];
    const connection = async (): Promise<void> => {
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) statuses.set(id, await deliver(id));
    };
    const delivering = Promise.all(Array.from({ length: connections }, connection));
    const { fan, order } = await ordered();
    await fan.pay(order);
    await fan.orderIn(order.orderId, ['PAID'], patienceMs);
    await delivering;
    // Not taken is said, so that Stripe sends it again.
    expect([...statuses.values()].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    const refused = ids.filter((id) => statuses.get(id) === 503);
    for (const id of refused) expect(await deliver(id)).toBe(200);
    const kept = () => database().stripeInboxEvent.count({ where: { stripeEventId: { in: ids } } });
    expect(await kept()).toBe(burst);
    const unread = () =>
      database().stripeInboxEvent.count({ where: { stripeEventId: { in: ids }, processedAt: null } });
    await expect.poll(unread, { timeout: patienceMs }).toBe(0);
  });

  it('the event is cancelled between approval and sale: nothing is sold, and the approval is given back', async () => {
    const { fan, order } = await ordered();
    await database().event.update({ where: { id: event.eventId }, data: { status: 'CANCELLED' } });
    try {
      await fan.pay(order);
      await fan.call('POST', `/v1/orders/${order.orderId}/payment-return`);
      await fan.orderIn(order.orderId, ['LOST_RELEASED'], patienceMs);
      expect(await fan.tickets()).toEqual([]);
    } finally {
      await database().event.update({ where: { id: event.eventId }, data: { status: 'PUBLISHED' } });
    }
  });

  it('an approval that runs out before the capture: the seats come back, and the buyer is told', async () => {
    const { fan, order } = await ordered();
    await control.setFault({
      kind: 'error_before',
      probability: 1,
      method: 'POST',
      path: '/v1/payment_intents/*/capture',
    } as never);
    await fan.pay(order);
    await fan.call('POST', `/v1/orders/${order.orderId}/payment-return`);
    await fan.orderIn(order.orderId, ['FINALIZED'], patienceMs);
    await control.advanceClock(eightDays);
    await fan.orderIn(order.orderId, ['VOIDED'], patienceMs);
    expect(await fan.tickets()).toEqual([]);
    await expect
      .poll(
        () =>
          readdirSync(sale.gateway.mailFolder).some((name) => name === `order-voided-${order.orderId}.json`),
        {
          timeout: patienceMs,
        },
      )
      .toBe(true);
  });
});
