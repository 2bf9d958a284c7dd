import { authenticateAtLoopback } from '@fairgate/loopback-stripe/conformance/worlds.ts';
import { controlLoopbackStripe } from '@fairgate/loopback-stripe/control/control-loopback-stripe.ts';
import type { Order } from '@fairgate/shared/contracts/orders.ts';
import { threeDSecureSeconds } from '@fairgate/shared/domain/limits.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const patience = { timeout: 40_000, interval: 200 };

describe('a bank asks for 3-D Secure', () => {
  let sale: TestSale;
  let event: OnSale;
  let control: ReturnType<typeof controlLoopbackStripe>;
  beforeAll(async () => {
    sale = await startTestSale();
    control = controlLoopbackStripe(sale.stripe.url);
    event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { paymentSeconds: 15 });
    await publishDrop(sale.gateway, event);
  });
  afterAll(() => sale.close());

  async function challenged(): Promise<{ fan: Fan; order: Order; page: string }> {
    const [fan] = (await createFans(sale.gateway, 1)) as [Fan];
    await fan.comeIn(event.dropId);
    const held = await fan.hold(event.dropId, { categoryId: event.generalCategoryId, quantity: 1 });
    const { body: order } = await fan.order(event.dropId, held.body.holdId);
    const confirmed = await fan.pay(order, 'pm_card_threeDSecure2Required');
    const intent = (await confirmed.json()) as {
      status: string;
      next_action: { use_stripe_sdk?: { stripe_js?: string } };
    };
    expect(intent.status).toBe('requires_action');
    return { fan, order, page: intent.next_action.use_stripe_sdk?.stripe_js ?? '' };
  }

  const deadlineOf = async (orderId: string): Promise<number> =>
    (
      await sale.gateway.stores.database.order.findFirstOrThrow({ where: { id: orderId } })
    ).payDeadline.getTime();

  it('seen by the return of the buyer: the deadline moves once, the lease follows, and the payment in the end counts', async () => {
    const { fan, order, page } = await challenged();
    await fan.call('POST', `/v1/orders/${order.orderId}/payment-return`);
    const moved = await deadlineOf(order.orderId);
    expect(moved - Date.parse(order.payDeadline)).toBeGreaterThan((threeDSecureSeconds - 60) * 1000);
    await fan.call('POST', `/v1/orders/${order.orderId}/payment-return`);
    expect(await deadlineOf(order.orderId)).toBe(moved);
    const { database } = sale.gateway.stores;
    await expect
      .poll(
        () =>
          database.outboxRow.count({ where: { dedupeKey: `lease:${order.orderId}`, NOT: { doneAt: null } } }),
        patience,
      )
      .toBe(1);
    const { holdId } = await database.order.findFirstOrThrow({ where: { id: order.orderId } });
    const keys = await sale.gateway.stores.redis.keys(`*:hold:${holdId}`);
    expect(await sale.gateway.stores.redis.pttl(keys[0] ?? '')).toBeGreaterThan(threeDSecureSeconds * 1000);
    // Past the first deadline the order still stands, and can be paid.
    await expect.poll(() => Date.now() > Date.parse(order.payDeadline) + 2_000, patience).toBe(true);
    await authenticateAtLoopback(page, true);
    await fan.call('POST', `/v1/orders/${order.orderId}/payment-return`);
    expect((await fan.orderIn(order.orderId, ['PAID', 'EXPIRED'], 40_000)).state).toBe('PAID');
  });

  it('seen by a webhook alone: the deadline moves too', async () => {
    const { order } = await challenged();
    await control.flushWebhooks();
    await expect
      .poll(async () => (await deadlineOf(order.orderId)) > Date.parse(order.payDeadline), patience)
      .toBe(true);
  });
});
