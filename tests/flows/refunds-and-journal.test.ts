import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  buy,
  type MoneyBackDesk,
  moneyOf,
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

/** Longer than sweepers leave an operation alone. */
const sweptMs = 4_000;

it('money goes back only once the journal has its refund on disk', async () => {
  const { event, vendor } = await openEvent(desk);
  const { fan, orderId } = await buy(desk, event, 2);
  // The journal is on, and its disk takes nothing: rows stay.
  await owner.query('update recovery_state set journal_on = true');
  const [ticket] = await fan.tickets();
  const wish = { tickets: [ticket!.number] };
  expect(await refund(vendor, event, orderId, wish, 'once')).toMatchObject({ status: 503 });
  await sleep(sweptMs);
  expect(await moneyOf(desk, orderId)).toEqual({ captured: 5000, refunded: 0 });

  await owner.query('delete from sale_journal');
  await owner.query('update recovery_state set journal_on = false');
  expect(await refund(vendor, event, orderId, wish, 'once')).toMatchObject({ status: 201 });
  await expect.poll(() => moneyOf(desk, orderId)).toEqual({ captured: 5000, refunded: 2500 });
});
