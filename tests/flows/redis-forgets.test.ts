import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

/** As every connection of the services sets it. */
const lockTimeoutMs = 5_000;

describe('a Redis that forgets everything in the middle of a sale', () => {
  let sale: TestSale;
  let event: OnSale;
  let fans: Fan[];
  const resumed = { timeout: 15_000, interval: 100 };
  beforeAll(async () => {
    sale = await startTestSale();
    event = await putOnSale(sale.gateway.database.ownerDatabaseUrl);
    await publishDrop(sale.gateway, event);
    fans = await createFans(sale.gateway, 6);
  });
  afterAll(() => sale.close());

  const joinAs = (fan: Fan) => fan.call<Entry>('POST', `/v1/drops/${event.dropId}/entries`);

  it('keeps ranks, admissions, sales and unfinished orders, and goes on by itself', async () => {
    const [buyer, payer, waiting, late, rival] = fans as [Fan, Fan, Fan, Fan, Fan];
    // One has bought seats 0 and 1, one has ordered 2 and 3 and not paid, one is in line.
    await buyer.comeIn(event.dropId);
    const bought = await buyer.hold(event.dropId, { tickets: [0, 1] });
    const first = await buyer.order(event.dropId, bought.body.holdId);
    await buyer.pay(first.body);
    await buyer.orderIn(first.body.orderId, ['PAID']);
    await payer.comeIn(event.dropId);
    const held = await payer.hold(event.dropId, { tickets: [2, 3] });
    const second = await payer.order(event.dropId, held.body.holdId);
    const place = await joinAs(waiting);
    const { database } = sale.gateway.stores;
    await expect.poll(() => database.dropEntry.count({ where: { dropId: event.dropId } }), resumed).toBe(3);

    await sale.gateway.redis.flush();
    await expect.poll(async () => (await joinAs(late)).status, resumed).toBe(200);

    // Nobody's rank is given out again; who had one keeps it.
    expect((await joinAs(waiting)).body.rank).toBe(place.body.rank);
    expect((await joinAs(late)).body.rank).toBeGreaterThan(place.body.rank ?? 0);
    // The sold and the ordered seats are not free, the others are.
    await rival.comeIn(event.dropId, 15_000);
    const taken = await rival.hold(event.dropId, { tickets: [0, 1, 2, 3, 4].slice(0, 4) });
    expect(taken).toMatchObject({ status: 409, body: { code: 'SEATS_TAKEN', tickets: [0, 1, 2, 3] } });
    expect((await rival.hold(event.dropId, { tickets: [4, 5] })).status).toBe(201);
    // The unpaid order is paid as if nothing had happened, with the admission that was given before.
    await payer.pay(second.body);
    await payer.orderIn(second.body.orderId, ['PAID']);
    const more = await payer.hold(event.dropId, {
      holdId: randomUUID(),
      categoryId: event.generalCategoryId,
      quantity: 1,
    });
    expect(more.status).toBe(201);
  });

  it('fills an event again when a statement of the filling failed', async () => {
    const blocker = new pg.Client({ connectionString: sale.gateway.database.ownerDatabaseUrl });
    await blocker.connect();
    await blocker.query('begin');
    await blocker.query('lock table drop_entries in access exclusive mode');
    await sale.gateway.redis.flush();
    // Longer than a statement waits for a lock: the first filling fails.
    await sleep(lockTimeoutMs + 1_500);
    await blocker.query('rollback');
    await blocker.end();
    const [fan] = await createFans(sale.gateway, 1);
    await expect
      .poll(async () => (await joinAs(fan as Fan)).status, { timeout: 30_000, interval: 200 })
      .toBe(200);
  });
});
