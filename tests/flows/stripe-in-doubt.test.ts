import { controlLoopbackStripe } from '@fairgate/loopback-stripe/control/control-loopback-stripe.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

describe('a Stripe in doubt', () => {
  let sale: TestSale;
  let event: OnSale;
  let control: ReturnType<typeof controlLoopbackStripe>;
  beforeAll(async () => {
    sale = await startTestSale();
    control = controlLoopbackStripe(sale.stripe.url);
    event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { general: 200, paymentSeconds: 60 });
    await publishDrop(sale.gateway, event);
  });
  afterEach(() => control.clearFaults());
  afterAll(() => sale.close());

  async function shopper(): Promise<Fan> {
    const [fan] = await createFans(sale.gateway, 1);
    await fan!.comeIn(event.dropId);
    return fan!;
  }

  async function buy(fan: Fan): Promise<string> {
    const held = await fan.hold(event.dropId, { categoryId: event.generalCategoryId, quantity: 2 });
    const { body } = await fan.order(event.dropId, held.body.holdId);
    return body.orderId;
  }

  /** As the page does: it asks until there is an intent to confirm. */
  async function payWhenPossible(fan: Fan, orderId: string): Promise<void> {
    await expect
      .poll(
        async () => {
          const { status, body } = await fan.call<Parameters<Fan['pay']>[0]>(
            'POST',
            `/v1/orders/${orderId}/payment-return`,
          );
          if (status !== 200 || body.payment === null) return false;
          return (await fan.pay(body).catch(() => ({ status: 0 }))).status === 200;
        },
        { timeout: 18_000, interval: 300 },
      )
      .toBe(true);
  }

  it.each([
    ['every webhook is lost', [{ kind: 'webhook_lose' }]],
    [
      'every webhook comes twice and out of order',
      [{ kind: 'webhook_duplicate' }, { kind: 'webhook_reorder', ms: 2000 }],
    ],
    ['it acts and its replies are dropped', [{ kind: 'drop_reply', count: 6, method: 'POST' }]],
    [
      'it fails after creating',
      [{ kind: 'error_after', count: 1, method: 'POST', path: '/v1/payment_intents' }],
    ],
    [
      'it fails before creating, and keeps saying so',
      [{ kind: 'error_before', kept: true, count: 1, method: 'POST', path: '/v1/payment_intents' }],
    ],
    [
      'it fails before capturing, and keeps saying so',
      [{ kind: 'error_before', kept: true, count: 1, method: 'POST', path: '/v1/payment_intents/*/capture' }],
    ],
    [
      'it fails after capturing',
      [{ kind: 'error_after', count: 1, method: 'POST', path: '/v1/payment_intents/*/capture' }],
    ],
    ['it is over its rate half of the time', [{ kind: 'rate_limit', probability: 0.5, count: 10 }]],
    ['it is cut off for a while', [{ kind: 'outage', mode: 'cut', count: 8 }]],
  ])('when %s, the order is paid once', async (_name, faults) => {
    const fan = await shopper();
    for (const fault of faults) await control.setFault({ probability: 1, ...fault } as never);
    const orderId = await buy(fan);
    await payWhenPossible(fan, orderId);
    await fan.orderIn(orderId, ['PAID'], 45_000);
    const ledger = await control.ledger();
    const own = ledger.intents.filter((intent) => intent.metadata.order_id === orderId);
    expect(own.reduce((sum, intent) => sum + intent.captured, 0)).toBe(5000);
    expect(await fan.tickets()).toHaveLength(2);
  });
});
