import { randomUUID } from 'node:crypto';
import type { Refund } from '@fairgate/shared/contracts/refunds.ts';
import type { Transfer } from '@fairgate/shared/contracts/transfers.ts';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fan } from '../support/fan.ts';
import {
  buy,
  type MoneyBackDesk,
  mailOf,
  newFan,
  openEvent,
  openMoneyBackDesk,
  refund,
} from '../support/money-back.ts';

let desk: MoneyBackDesk;
let owner: pg.Client;
beforeAll(async () => {
  desk = await openMoneyBackDesk();
  owner = new pg.Client({ connectionString: desk.sale.gateway.database.ownerDatabaseUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await desk.sale.close();
});

const list = async <T>(fan: Fan, path: string): Promise<T[]> =>
  (await fan.call<{ items: T[] }>('GET', path)).body.items;

/** The journal is on, and its disk takes nothing: rows stay. */
const stopDisk = () => owner.query('update recovery_state set journal_on = true');
const writeAll = async (): Promise<void> => {
  await owner.query('update recovery_state set journal_on = false');
  await owner.query('delete from sale_journal');
};

afterEach(writeAll);

describe('what is not on the disk of the journal is told nobody', () => {
  it('of an order that was refunded', async () => {
    const { event, vendor } = await openEvent(desk);
    const { fan, orderId } = await buy(desk, event, 1);
    const told = async () => ({
      order: (await fan.call('GET', `/v1/orders/${orderId}`)).body.state,
      steps: (await list<{ to: string }>(fan, `/v1/orders/${orderId}/history`)).at(-1)?.to,
      vendors: (await list<{ state: string }>(vendor, `/v1/events/${event.eventId}/orders`))[0]?.state,
      refunds: [
        ...(await list<Refund>(fan, `/v1/orders/${orderId}/refunds`)),
        ...(await list<Refund>(vendor, `/v1/events/${event.eventId}/refunds`)),
      ].length,
    });
    const before = { order: 'PAID', steps: 'PAID', vendors: 'PAID', refunds: 0 };
    expect(await told()).toEqual(before);
    await stopDisk();
    expect((await refund(vendor, event, orderId, {}, 'all')).status).toBe(503);
    expect(await told()).toEqual(before);
    await writeAll();
    expect((await refund(vendor, event, orderId, {}, 'all')).status).toBe(201);
    expect(await told()).toEqual({ order: 'REFUNDED', steps: 'REFUNDED', vendors: 'REFUNDED', refunds: 2 });
  });

  it('of an order under the state that it had, in lists of one state too', async () => {
    const { event, vendor } = await openEvent(desk);
    const { orderId } = await buy(desk, event, 1);
    await stopDisk();
    expect((await refund(vendor, event, orderId, {}, 'all')).status).toBe(503);
    const listed = async (state: string) =>
      (await list<{ orderId: string }>(vendor, `/v1/events/${event.eventId}/orders?state=${state}`)).length;
    expect([await listed('PAID'), await listed('REFUNDED')]).toEqual([1, 0]);
  });

  it('but for a row that came while the journal was switched off: nothing waits for that', async () => {
    const { event, vendor } = await openEvent(desk);
    const { fan, orderId } = await buy(desk, event, 1);
    await stopDisk();
    expect((await refund(vendor, event, orderId, {}, 'all')).status).toBe(503);
    await owner.query('update recovery_state set journal_on = false');
    const { rows } = await owner.query('select from sale_journal where order_id = $1', [orderId]);
    expect(rows.length).toBeGreaterThan(0);
    expect((await fan.call('GET', `/v1/orders/${orderId}`)).body.state).toBe('REFUNDED');
    const refunds = async () =>
      (await list<Refund>(fan, `/v1/orders/${orderId}/refunds`)).map((one) => one.state);
    await expect.poll(refunds, { timeout: 20_000 }).toEqual(['SUCCEEDED']);
  });

  it('of a ticket that somebody took', async () => {
    const { event } = await openEvent(desk);
    const { fan: giver } = await buy(desk, event, 1);
    const receiver = await newFan(desk);
    const [ticket] = await giver.tickets();
    const { body: offer } = await giver.call<Transfer>(
      'POST',
      `/v1/events/${event.eventId}/tickets/${ticket!.number}/transfers`,
      { toEmail: 'friend@example.org' },
      { 'idempotency-key': randomUUID(), 'if-match': `"v${ticket!.version}"` },
    );
    const { transferId } = offer;
    const mail = await mailOf(desk, `transfer-offered-${transferId}`);
    const code = /\?code=([A-Za-z0-9_-]{22})/.exec(mail)?.[1];
    const accept = () => receiver.call<Transfer>('POST', `/v1/transfers/${transferId}/acceptance`, { code });
    const told = async () => ({
      given: (await list<Transfer>(giver, '/v1/transfers')).map(({ state, settledAt }) => [
        state,
        settledAt === null,
      ]),
      received: (await list<Transfer>(receiver, '/v1/transfers')).map(({ state }) => state),
      receiver: (await receiver.call('GET', `/v1/transfers/${transferId}`)).status,
    });
    await stopDisk();
    expect((await accept()).status).toBe(503);
    expect(await told()).toEqual({ given: [['OFFERED', true]], received: [], receiver: 404 });
    await writeAll();
    expect(await accept()).toMatchObject({ status: 200, body: { state: 'ACCEPTED' } });
    expect(await told()).toEqual({ given: [['ACCEPTED', false]], received: ['ACCEPTED'], receiver: 200 });
  });
});
