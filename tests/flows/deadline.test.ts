import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

describe('time runs out', () => {
  let sale: TestSale;
  let event: OnSale;
  beforeAll(async () => {
    sale = await startTestSale();
    event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { paymentSeconds: 5, holdSeconds: 5 });
    await publishDrop(sale.gateway, event);
  });
  afterAll(() => sale.close());

  async function shoppers(count: number): Promise<Fan[]> {
    const fans = await createFans(sale.gateway, count);
    for (const fan of fans) await fan.comeIn(event.dropId);
    return fans;
  }

  it('an order that is not paid expires, cannot be paid any more, and its seats are sold to others', async () => {
    const [slow, next] = (await shoppers(2)) as [Fan, Fan];
    const held = await slow.hold(event.dropId, { tickets: [0, 1] });
    const { body: order } = await slow.order(event.dropId, held.body.holdId);
    await slow.orderIn(order.orderId, ['EXPIRED'], 15_000);
    expect((await slow.pay(order)).status).toBe(400);
    await expect
      .poll(async () => (await next.hold(event.dropId, { tickets: [0, 1] })).status, { timeout: 6000 })
      .toBe(201);
    const { sold, reserved } = await sale.gateway.stores.database.customerQuota.findFirstOrThrow({
      where: { buyer: slow.id },
    });
    expect({ sold, reserved }).toEqual({ sold: 0, reserved: 0 });
  });

  it('a hold that is not ordered ends, and the map shows its seats as free again', async () => {
    const [slow, next] = (await shoppers(2)) as [Fan, Fan];
    await slow.hold(event.dropId, { tickets: [10, 11] });
    expect((await next.hold(event.dropId, { tickets: [11] })).status).toBe(409);
    await expect
      .poll(async () => (await next.hold(event.dropId, { tickets: [11] })).status, {
        timeout: 10_000,
        interval: 400,
      })
      .toBe(201);
    await expect
      .poll(
        async () => {
          const { categories } = (
            await sale.gateway.app.inject(`/v1/drops/${event.dropId}/availability`)
          ).json();
          return categories.find(
            (category: { categoryId: string }) => category.categoryId === event.seatedCategoryId,
          ).held;
        },
        { timeout: 10_000 },
      )
      .toBeLessThanOrEqual(3);
  });

  it('an order whose amount Stripe refuses for good ends at its deadline, and its tickets come back', async () => {
    const { database } = sale.gateway.stores;
    await database.category.updateMany({ where: { id: event.generalCategoryId }, data: { priceMinor: 10 } });
    const [fan, next] = (await shoppers(2)) as [Fan, Fan];
    const held = await fan.hold(event.dropId, { categoryId: event.generalCategoryId, quantity: 2 });
    const { body: order } = await fan.order(event.dropId, held.body.holdId);
    expect(order).toMatchObject({ state: 'PENDING_PAYMENT', payment: null, amountMinor: 20 });
    await fan.orderIn(order.orderId, ['EXPIRED'], 15_000);
    const again = await next.hold(event.dropId, { categoryId: event.generalCategoryId, quantity: 2 });
    expect(again.status).toBe(201);
  });
});
