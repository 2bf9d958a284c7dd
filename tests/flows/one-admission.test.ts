import { setTimeout as sleep } from 'node:timers/promises';
import type { Order } from '@fairgate/shared/contracts/orders.ts';
import type { Admission, DropStatus, Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { ordersPerAdmissionMax } from '@fairgate/shared/domain/limits.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const uses = 50;
const cap = 10;

let sale: TestSale;
let event: OnSale;
/** With so few slots that one too many shows. */
let small: OnSale;
beforeAll(async () => {
  sale = await startTestSale();
  event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { general: 100, limit: 10 });
  small = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { cap });
  await Promise.all([publishDrop(sale.gateway, event), publishDrop(sale.gateway, small)]);
});
afterAll(() => sale.close());

const atOnce = <T>(count: number, use: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, use));
const codesOf = (answers: readonly Answer<unknown>[]): string[] =>
  answers
    .map(({ status, body }) => (status < 300 ? String(status) : (body as { code: string }).code))
    .toSorted();
const newFan = async (): Promise<Fan> => (await createFans(sale.gateway, 1))[0] as Fan;
const holdOne = (fan: Fan) => fan.hold(event.dropId, { categoryId: event.generalCategoryId, quantity: 1 });

describe('one admission (decision 0008)', () => {
  it(`comes of ${uses} exchanges of one place at once, and takes one slot`, async () => {
    const fan = await newFan();
    const entry = await fan.call<Entry>('POST', `/v1/drops/${small.dropId}/entries`);
    await untilServed(entry.body.rank ?? 0);
    const answers = await atOnce(uses, () =>
      fan.call<Admission>('POST', `/v1/drops/${small.dropId}/admissions`, {
        placeTicket: entry.body.placeTicket,
      }),
    );
    expect(codesOf(answers)).toEqual(Array.from({ length: uses }, () => '200'));
    expect(new Set(answers.map(({ body }) => body.admissionId)).size).toBe(1);
    const { admission } = sale.gateway.stores.database;
    expect(await admission.count({ where: { accountId: fan.id } })).toBe(1);
    // The other slots are free: had the exchanges taken more than one, somebody would not come in.
    for (const other of await createFans(sale.gateway, cap - 1)) await other.comeIn(small.dropId);
    const last = await newFan();
    await expect(last.comeIn(small.dropId, 1_000)).rejects.toThrow(/SHOP_FULL|NOT_YOUR_TURN/);
  });

  it(`of ${uses} orders of one hold at once, under as many keys, makes one`, async () => {
    const fan = await newFan();
    await fan.comeIn(event.dropId);
    const held = await holdOne(fan);
    const answers = await atOnce(uses, () => fan.order(event.dropId, held.body.holdId));
    expect(codesOf(answers)).toEqual(['201', ...Array.from({ length: uses - 1 }, () => 'STATE_CONFLICT')]);
    const made = answers.find(({ status }) => status === 201);
    // Whoever lost is told which order has the hold.
    const named = answers.filter(({ status }) => status === 409).map(({ body }) => body.orderId);
    expect(new Set(named)).toEqual(new Set([made?.body.orderId]));
    expect(await ordersOf(fan)).toHaveLength(1);
  });

  it('serves its orders one after the other, of however many that are tried, and no more', async () => {
    const fan = await newFan();
    await fan.comeIn(event.dropId);
    for (let round = 1; round <= ordersPerAdmissionMax; round += 1) {
      const holds = await atOnce(2, () => holdOne(fan));
      const tries = holds.flatMap(({ body }) => Array.from({ length: 5 }, () => body.holdId));
      const answers = await Promise.all(tries.map((holdId) => fan.order(event.dropId, holdId)));
      const made = answers.filter(({ status }) => status === 201);
      expect(made).toHaveLength(1);
      const others = new Set(codesOf(answers.filter(({ status }) => status !== 201)));
      expect([...others].filter((code) => !['STATE_CONFLICT', 'ADMISSION_BUSY'].includes(code))).toEqual([]);
      const order = made[0]?.body as Order;
      await fan.pay(order);
      await fan.orderIn(order.orderId, ['PAID']);
    }
    const held = await holdOne(fan);
    const answers = await atOnce(5, () => fan.order(event.dropId, held.body.holdId ?? crypto.randomUUID()));
    expect(answers.filter(({ status }) => status < 300)).toEqual([]);
    const orders = await ordersOf(fan);
    expect(orders).toHaveLength(ordersPerAdmissionMax);
    const tickets = orders.flatMap(({ lines }) => lines.map(({ ticketNumber }) => ticketNumber));
    expect(new Set(tickets).size).toBe(ordersPerAdmissionMax);
  });

  const ordersOf = (fan: Fan) =>
    sale.gateway.stores.database.order.findMany({ where: { accountId: fan.id }, include: { lines: true } });
});

async function untilServed(rank: number): Promise<void> {
  for (;;) {
    const { json } = await sale.gateway.app.inject(`/v1/drops/${small.dropId}/status`);
    if (((json() as DropStatus).serving[0] ?? 0) >= rank) return;
    await sleep(100);
  }
}
