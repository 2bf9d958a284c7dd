import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const impatient = 10;
const connectionsEach = 20;
const stormMs = 6_000;
const patienceMs = 60_000;

describe('clients that ask again at once, whatever they are told', () => {
  let sale: TestSale;
  let event: OnSale;
  beforeAll(async () => {
    sale = await startTestSale();
    event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { general: 100, paymentSeconds: 60 });
    await publishDrop(sale.gateway, event);
  });
  afterAll(() => sale.close());

  async function buy(fan: Fan): Promise<void> {
    await fan.comeIn(event.dropId, patienceMs);
    const held = await patiently(() =>
      fan.hold(event.dropId, { categoryId: event.generalCategoryId, quantity: 1 }),
    );
    const { body: order } = await patiently(() => fan.order(event.dropId, held.body.holdId));
    await fan.pay(order);
    await fan.orderIn(order.orderId, ['PAID'], patienceMs);
  }

  /** A client that does as it is told: it waits as long as a refusal says. */
  async function patiently<T extends { readonly status: number; readonly body: object }>(
    ask: () => Promise<T>,
  ): Promise<T> {
    const untilMs = Date.now() + patienceMs;
    for (;;) {
      const answer = await ask();
      if (![429, 503].includes(answer.status) || Date.now() > untilMs) return answer;
      await sleep(500);
    }
  }

  it('are refused with Retry-After, and stop nobody who is patient, neither meanwhile nor afterwards', async () => {
    const [shopper, later, ...crowd] = await createFans(sale.gateway, impatient + 2);
    let isOver = false;
    const told = new Map<number, number>();
    const withoutRetryAfter: number[] = [];
    const connections = crowd.flatMap((fan) => Array.from({ length: connectionsEach }, () => fan));
    const storm = connections.map(async (fan) => {
      while (!isOver) {
        const { status, headers } = await fetch(`${sale.gatewayUrl}/v1/drops/${event.dropId}/entries`, {
          method: 'POST',
          headers: fan.headers(),
        });
        told.set(status, (told.get(status) ?? 0) + 1);
        if (status >= 400 && headers.get('retry-after') === null) withoutRetryAfter.push(status);
      }
    });
    const meanwhile = buy(shopper as Fan);
    await sleep(stormMs);
    isOver = true;
    await Promise.all(storm);
    await meanwhile;
    await buy(later as Fan);

    expect([...told.keys()].filter((status) => ![200, 201, 429, 503].includes(status))).toEqual([]);
    expect(told.get(429) ?? 0).toBeGreaterThan(connections.length);
    expect(withoutRetryAfter).toEqual([]);
  });
});
