import type { DropReport } from '@fairgate/shared/contracts/drop-report.ts';
import type { Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const patient = { timeout: 30_000, interval: 200 };

let sale: TestSale;
beforeAll(async () => {
  sale = await startTestSale();
});
afterAll(() => sale.close());

async function openDrop(): Promise<OnSale> {
  const event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, {
    ...{ rows: 1, seatsPerRow: 2, general: 1, free: 1, ratePerMinute: 600 },
  });
  await publishDrop(sale.gateway, event);
  return event;
}

async function buy(fan: Fan, dropId: string, wish: object): Promise<void> {
  const { body: hold } = await fan.hold(dropId, wish);
  const { body: order } = await fan.order(dropId, hold.holdId);
  if (order.payment !== null) await fan.pay(order);
  await fan.orderIn(order.orderId, ['PAID']);
}

const leave = (fan: Fan, dropId: string) => fan.call('DELETE', `/v1/drops/${dropId}/admissions`);
const ask = (fan: Fan, dropId: string) => fan.call<DropReport>('GET', `/v1/drops/${dropId}/report`);

describe('a sale and its report', () => {
  it('sold out: there is a report once the last shopper is gone, with everybody who came', async () => {
    const { dropId, generalCategoryId, freeCategoryId } = await openDrop();
    const [one, two, again, absent] = (await createFans(sale.gateway, 4)) as [Fan, Fan, Fan, Fan];
    await one.comeIn(dropId);
    await two.comeIn(dropId);
    await again.comeIn(dropId);
    await absent.call<Entry>('POST', `/v1/drops/${dropId}/entries`);
    expect((await leave(again, dropId)).status).toBe(204);
    await again.comeIn(dropId);
    await buy(one, dropId, { tickets: [0, 1] });
    await buy(two, dropId, { categoryId: generalCategoryId, quantity: 1 });
    expect(await ask(one, dropId)).toMatchObject({ status: 409, body: { state: 'OPEN', underWay: 3 } });
    await buy(two, dropId, { categoryId: freeCategoryId, quantity: 1 });
    const state = async () => ((await ask(one, dropId)).body as unknown as { state: string }).state;
    await expect.poll(state, patient).toBe('SOLD_OUT');
    for (const fan of [one, two, again]) await leave(fan, dropId);

    await expect.poll(async () => (await ask(one, dropId)).status, patient).toBe(200);
    const { body } = await ask(absent, dropId);
    expect(body).toMatchObject({
      ...{ endedBy: 'soldOut', ordersUnfinished: 0, bypasses: 0, admissionsNotLogged: 0, draw: null },
      ...{ tickets: { offered: 4, sold: 4 }, bought: { orders: 3, tickets: 4 } },
      lanes: [
        {
          ...{ entrants: 4, placesGiven: 5, placesReplaced: 1, placesLeft: 0 },
          ...{ turnsGiven: 5, turnsTaken: 4, turnsNotTaken: 1, admitted: 4 },
        },
      ],
      admissionLog: { admissions: 4, keyId: expect.any(String), signature: expect.any(String) },
    });
    expect(body.soldOutAt! <= body.endedAt!).toBe(true);
    expect(body.firstTurnAt! <= body.soldOutAt!).toBe(true);
    expect(body.lanes[0]!.medianWaitSeconds!).toBeLessThan(30);
    // Everybody came in within seconds: nothing can be said about what was promised.
    expect(body.estimates).toMatchObject({ compared: 0, medianErrorPercent: null });
    const log = await one.call<{ items: { hash: string }[] }>('GET', `/v1/drops/${dropId}/admission-log`);
    expect(log.body.items.at(-1)?.hash).toBe(body.admissionLog?.hash);
  });

  it('closed by hand: the report says when, and is gone when the drop is opened again', async () => {
    const { dropId, vendorId } = await openDrop();
    const [vendor, fan] = (await createFans(sale.gateway, 2)) as [Fan, Fan];
    await sale.gateway.stores.database.vendorMember.create({
      data: { vendorId, userId: vendor.id, role: 'owner' },
    });
    await fan.comeIn(dropId);
    await buy(fan, dropId, { tickets: [1] });
    const control = async (state: string) => {
      const seen = await vendor.call('GET', `/v1/drops/${dropId}`);
      const match = { 'if-match': String(seen.headers.etag) };
      const answer = await vendor.call('PATCH', `/v1/drops/${dropId}/controls`, { state }, match);
      expect(answer.status).toBe(200);
    };
    const before = Date.now();
    await control('CLOSED');
    await expect.poll(async () => (await ask(fan, dropId)).status, patient).toBe(200);
    const { body } = await ask(fan, dropId);
    expect(body).toMatchObject({
      ...{ endedBy: 'closed', soldOutAt: null, tickets: { offered: 4, sold: 1 } },
      bought: { orders: 1, tickets: 1 },
    });
    expect(Math.abs(Date.parse(body.endedAt ?? '') - before)).toBeLessThan(10_000);
    await control('SCHEDULED');
    await expect.poll(async () => (await ask(fan, dropId)).status, patient).toBe(409);
  });
});
