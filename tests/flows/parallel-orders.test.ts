import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const limit = 4;

let sale: TestSale;
let event: OnSale;
beforeAll(async () => {
  sale = await startTestSale();
  event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { general: 100, limit });
  await publishDrop(sale.gateway, event);
});
afterAll(() => sale.close());

it('two hundred orders of one customer at a time never exceed the limit', async () => {
  const [fan] = (await createFans(sale.gateway, 1)) as [Fan];
  await fan.comeIn(event.dropId);
  const wish = { categoryId: event.generalCategoryId, quantity: 1 };
  const holds = await Promise.all(Array.from({ length: limit }, () => fan.hold(event.dropId, wish)));
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, n) => fan.order(event.dropId, holds[n % limit]?.body.holdId ?? '')),
  );
  // Refused by a rule each: taken, busy, over the limit, too many requests. Nothing broke.
  expect(answers.filter(({ status }) => ![201, 409, 422, 429].includes(status))).toEqual([]);
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  const { database } = sale.gateway.stores;
  const quota = await database.customerQuota.findFirstOrThrow({ where: { buyer: fan.id } });
  expect(quota.reserved + quota.sold).toBeLessThanOrEqual(limit);
  const orders = await database.order.findMany({ where: { accountId: fan.id }, include: { lines: true } });
  expect(orders.flatMap((order) => order.lines)).toHaveLength(quota.reserved + quota.sold);
});
