import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hold } from '@fairgate/shared/contracts/holds.ts';
import type { CapacityView, Sales } from '@fairgate/shared/contracts/operations.ts';
import type { Admission, DropStatus, Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const patient = { timeout: 15_000, interval: 50 };

let sale: TestSale;
let ops: Fan;
beforeAll(async () => {
  sale = await startTestSale();
  [ops] = (await createFans(sale.gateway, 1, { isOps: true })) as [Fan];
});
afterAll(() => sale.close());

interface Scene {
  readonly event: OnSale;
  readonly vendor: Fan;
  readonly fans: readonly Fan[];
  readonly drop: string;
}

/** An open drop with three tickets and `general` standing ones, its vendor, and customers. */
async function newScene(options: { general: number; cap?: number; ratePerMinute?: number }): Promise<Scene> {
  const event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, {
    rows: 1,
    seatsPerRow: 2,
    free: 1,
    ...options,
  });
  await publishDrop(sale.gateway, event);
  const [vendor, ...fans] = (await createFans(sale.gateway, 6)) as [Fan, ...Fan[]];
  const { database } = sale.gateway.stores;
  await database.vendorMember.create({
    data: { vendorId: event.vendorId, userId: vendor.id, role: 'owner' },
  });
  return { event, vendor, fans, drop: `/v1/drops/${event.dropId}` };
}

const status = async ({ drop }: Scene) => (await ops.call<DropStatus>('GET', `${drop}/status`)).body;
const join = async ({ drop }: Scene, fan: Fan) => (await fan.call<Entry>('POST', `${drop}/entries`)).body;
const comeIn = ({ drop }: Scene, fan: Fan, { placeTicket }: Entry) =>
  fan.call<Admission>('POST', `${drop}/admissions`, { placeTicket });
const hold = ({ drop }: Scene, fan: Fan, { token }: Admission, categoryId: string, quantity = 1) =>
  fan.call<Hold>(
    'POST',
    `${drop}/holds`,
    { holdId: randomUUID(), categoryId, quantity },
    { 'fairgate-admission': token },
  );
const control = async ({ vendor, drop }: Scene, controls: object) => {
  const seen = await vendor.call('GET', drop);
  return vendor.call('PATCH', `${drop}/controls`, controls, { 'if-match': String(seen.headers.etag) });
};
const switchSales = (state: Sales['state'], reason: string) =>
  ops.call<Sales>('PUT', '/v1/ops/sales', { state, reason });

describe('a line', () => {
  it('gives no turn while all tickets are in other hands, and goes on as soon as one is given back', async () => {
    const scene = await newScene({ general: 1 });
    const [buyer, next] = scene.fans as [Fan, Fan];
    const first = await join(scene, buyer);
    await expect.poll(async () => (await comeIn(scene, buyer, first)).status, patient).toBe(200);
    const admission = (await comeIn(scene, buyer, first)).body;
    const { seatedCategoryId, generalCategoryId, freeCategoryId } = scene.event;
    const held = await hold(scene, buyer, admission, seatedCategoryId, 2);
    expect(held.status).toBe(201);
    for (const category of [generalCategoryId, freeCategoryId])
      expect((await hold(scene, buyer, admission, category)).status).toBe(201);
    // Until a worker has counted, the next may still be given a turn.
    await sleep(1_500);
    const second = await join(scene, next);
    await expect.poll(async () => (await status(scene)).why, patient).toBe('tickets');
    expect((await comeIn(scene, next, second)).body).toMatchObject({ code: 'NOT_YOUR_TURN' });
    expect((await buyer.call('DELETE', `${scene.drop}/holds/${held.body.holdId}`)).status).toBe(204);
    await expect.poll(async () => (await comeIn(scene, next, second)).status, patient).toBe(200);
  });

  it('is drained by its vendor: nobody new, no turns, and who is inside goes on', async () => {
    const scene = await newScene({ general: 20, cap: 1 });
    const [inside, waiting, late] = scene.fans as [Fan, Fan, Fan];
    const first = await join(scene, inside);
    await expect.poll(async () => (await comeIn(scene, inside, first)).status, patient).toBe(200);
    const second = await join(scene, waiting);
    await expect.poll(async () => (await status(scene)).why, patient).toBe('cap');
    const answer = await control(scene, { state: 'DRAINING', shopperCap: 5, reason: 'The hall closes' });
    expect(answer).toMatchObject({ status: 200, body: { state: 'DRAINING' } });
    await expect.poll(async () => (await status(scene)).why, patient).toBe('draining');
    expect(await late.call('POST', `${scene.drop}/entries`)).toMatchObject({ body: { code: 'DROP_CLOSED' } });
    expect(await join(scene, waiting)).toEqual(second);
    expect((await comeIn(scene, waiting, second)).body).toMatchObject({ code: 'NOT_YOUR_TURN' });
    const { body: admission } = await comeIn(scene, inside, first);
    expect((await hold(scene, inside, admission, scene.event.generalCategoryId)).status).toBe(201);
    await control(scene, { state: 'SCHEDULED' });
    await expect.poll(async () => (await comeIn(scene, waiting, second)).status, patient).toBe(200);
  });
});

describe('operations', () => {
  it('see what binds each line, and how the purchase keeps up', async () => {
    const scene = await newScene({ general: 20, ratePerMinute: 1 });
    await join(scene, scene.fans[0] as Fan);
    await join(scene, scene.fans[1] as Fan);
    await expect.poll(async () => (await status(scene)).why, patient).toBe('rate');
    const { body } = await ops.call<CapacityView>('GET', '/v1/ops/capacity');
    expect(body).toMatchObject({ share: 1, slowedBy: null });
    expect(
      body.stages.map(({ stage, workers, workersNeeded }) => ({ stage, workers, workersNeeded })),
    ).toEqual([
      { stage: 'orders', workers: 1, workersNeeded: 1 },
      { stage: 'payments', workers: 1, workersNeeded: 1 },
    ]);
    const line = body.lines.find(({ dropId }) => dropId === scene.event.dropId);
    expect(line).toMatchObject({ ratePerMinute: 1, turnsPerMinute: 1, why: 'rate' });
    expect((await scene.vendor.call('GET', '/v1/ops/capacity')).status).toBe(403);
  });

  it('hold every line by one write, and let them go on', async () => {
    const scene = await newScene({ general: 20, cap: 1 });
    const [inside, waiting] = scene.fans as [Fan, Fan];
    const first = await join(scene, inside);
    await expect.poll(async () => (await comeIn(scene, inside, first)).status, patient).toBe(200);
    expect((await switchSales('HELD', 'The lifts are stuck')).body).toMatchObject({
      state: 'HELD',
      reason: 'The lifts are stuck',
      byOperations: true,
    });
    const second = await join(scene, waiting);
    await expect.poll(async () => (await status(scene)).why, patient).toBe('held');
    const { body: admission } = await comeIn(scene, inside, first);
    expect((await hold(scene, inside, admission, scene.event.generalCategoryId)).status).toBe(201);
    expect((await switchSales('RUNNING', 'They run again')).body).toMatchObject({
      state: 'RUNNING',
      since: null,
    });
    await control(scene, { shopperCap: 2 });
    await expect.poll(async () => (await comeIn(scene, waiting, second)).status, patient).toBe(200);
    const notes = await sale.gateway.stores.database.auditEntry.findMany({ where: { action: 'sales.set' } });
    expect(notes.map(({ actor, detail }) => ({ actor, detail }))).toEqual([
      { actor: ops.id, detail: { state: 'HELD', reason: 'The lifts are stuck' } },
      { actor: ops.id, detail: { state: 'RUNNING', reason: 'They run again' } },
    ]);
  });

  it('stop all sales at once; what a restore shut they cannot open', async () => {
    const scene = await newScene({ general: 20 });
    const [fan] = scene.fans as [Fan];
    const entry = await join(scene, fan);
    expect((await switchSales('STOPPED', 'Wrong prices')).body).toMatchObject({ state: 'STOPPED' });
    await expect.poll(async () => (await comeIn(scene, fan, entry)).status, patient).toBe(503);
    await switchSales('RUNNING', 'Prices are right');
    await expect.poll(async () => (await comeIn(scene, fan, entry)).status, patient).toBe(200);
    const { database } = sale.gateway.stores;
    await database.$queryRaw`select shut_sales('the database was restored to an earlier moment')::text`;
    try {
      expect(await switchSales('RUNNING', 'Please')).toMatchObject({
        status: 409,
        body: { code: 'STATE_CONFLICT', reason: 'recovering' },
      });
      expect((await ops.call<Sales>('GET', '/v1/ops/sales')).body).toMatchObject({
        state: 'STOPPED',
        byOperations: false,
      });
    } finally {
      await database.$queryRaw`select open_sales()::text`;
    }
  });
});
