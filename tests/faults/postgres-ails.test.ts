import { connectDatabase, poolLimits } from '@fairgate/shared/database/client.ts';
import { finalizeOrders, recordCaptured } from '@fairgate/shared/database/purchase.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EveryRoute, expectOnlyRefusals, prepareEveryRoute, refused } from '../support/every-route.ts';
import { createFans, type Fan } from '../support/fan.ts';
import { type Link, openLink, portOf, throughLink } from '../support/link.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';
import { createTestDatabase, type TestDatabase } from '../support/stores.ts';

const patience = { timeout: 45_000, interval: 100 };

describe('Postgres ails', () => {
  let place: TestDatabase;
  let link: Link;
  let sale: TestSale;
  let owner: pg.Client;
  let event: OnSale;
  beforeAll(async () => {
    place = await createTestDatabase();
    link = await openLink(portOf(place.databaseUrl));
    sale = await startTestSale({ DATABASE_URL: throughLink(place.databaseUrl, link), LOG_LEVEL: 'fatal' });
    owner = new pg.Client({ connectionString: place.ownerDatabaseUrl });
    await owner.connect();
    event = await putOnSale(place.ownerDatabaseUrl, { rows: 10, limit: 10 });
    await publishDrop(sale.gateway, event);
  });
  afterAll(async () => {
    await owner.end();
    await sale.close();
    await link.close();
    await place.drop();
  });

  const count = async (text: string, values: unknown[] = []): Promise<number> => {
    const { rows } = await owner.query<{ count: number }>(
      `select count(*)::int as count from ${text}`,
      values,
    );
    return rows[0]?.count ?? -1;
  };
  /** A shopper with a hold of the next general admission ticket. */
  const shopper = async (): Promise<{ fan: Fan; holdId: string }> => {
    const [fan] = (await createFans(sale.gateway, 1)) as [Fan];
    await fan.comeIn(event.dropId, 30_000);
    const held = await fan.hold(event.dropId, { categoryId: event.seatedCategoryId, quantity: 1 });
    expect(held.status).toBe(201);
    return { fan, holdId: held.body.holdId };
  };
  const terminateAll = () =>
    owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );

  it.each(['create_order', 'store_intent'])(
    'the lost answer to %s is asked for again: one order, one intent, and the buyer is told',
    async (statement) => {
      const { fan, holdId } = await shopper();
      const lost = link.lostAnswers();
      link.loseAnswerTo(statement);
      const order = await fan.order(event.dropId, holdId);
      expect(link.lostAnswers()).toBe(lost + 1);
      expect(order.status).toBe(201);
      expect(order.body.payment).not.toBeNull();
      expect(await count('orders where account_id = $1', [fan.id])).toBe(1);
      expect(
        await count(
          `payment_operations p join orders o on o.event_id = p.event_id and o.id = p.order_id
          where o.account_id = $1 and p.kind = 'AUTHORIZE'`,
          [fan.id],
        ),
      ).toBe(1);
      await fan.pay(order.body);
      await fan.orderIn(order.body.orderId, ['PAID'], 30_000);
    },
  );

  it.each(['finalize_orders', 'record_captured', 'record_authorized'])(
    'the lost answer to %s is asked for again: one sale, one capture',
    async (statement) => {
      const { fan, holdId } = await shopper();
      const order = await fan.order(event.dropId, holdId);
      // A connection says a statement's words once and then its name: new connections say them.
      await terminateAll();
      const lost = link.lostAnswers();
      link.loseAnswerTo(statement);
      await fan.pay(order.body);
      await fan.orderIn(order.body.orderId, ['PAID'], 30_000);
      expect(link.lostAnswers()).toBe(lost + 1);
      expect(await count(`ticket_ledger where kind = 'SALE' and order_id = $1`, [order.body.orderId])).toBe(
        1,
      );
      expect(
        await count(`payment_operations where kind = 'CAPTURE' and order_id = $1`, [order.body.orderId]),
      ).toBe(1);
    },
  );

  it('the lost answer to a statement of the purchase is asked for again, on a pool that never sent it before', async () => {
    const { fan, holdId } = await shopper();
    const order = await fan.order(event.dropId, holdId);
    await fan.pay(order.body);
    await fan.orderIn(order.body.orderId, ['PAID'], 30_000);
    const database = connectDatabase(throughLink(place.databaseUrl, link), 'test', 1, 'finalize');
    const ref = { eventId: event.eventId, orderId: order.body.orderId };
    const lost = link.lostAnswers();
    link.loseAnswerTo('finalize_orders');
    expect(await finalizeOrders(database, [ref])).toEqual([{ ...ref, outcome: 'ALREADY' }]);
    link.loseAnswerTo('record_captured');
    expect(await recordCaptured(database, ref, order.body.amountMinor, 'a test')).toBe('ALREADY');
    expect(link.lostAnswers()).toBe(lost + 2);
    await database.$disconnect();
  });

  it('backends that are killed while orders are made and finalized: each order is made and sold once', async () => {
    const shoppers = [];
    for (let at = 0; at < 8; at += 1) shoppers.push(await shopper());
    const killing = setInterval(() => void terminateAll().catch(() => undefined), 150);
    const orders = await Promise.all(
      shoppers.map(async ({ fan, holdId }) => {
        const key = holdId;
        let order = await fan.order(event.dropId, holdId, key);
        // Refused is refused: the same key again, as the page does.
        for (let tries = 0; order.status === 503 && tries < 40; tries += 1) {
          await new Promise((resolve) => setTimeout(resolve, 200));
          order = await fan.order(event.dropId, holdId, key);
        }
        expect(order.status, JSON.stringify(order.body)).toBe(201);
        return { fan, orderId: order.body.orderId };
      }),
    );
    clearInterval(killing);
    for (const { fan, orderId } of orders) {
      const order = await fan.orderIn(orderId, ['PENDING_PAYMENT']);
      await fan.pay(order);
    }
    const killingAgain = setInterval(() => void terminateAll().catch(() => undefined), 300);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    clearInterval(killingAgain);
    for (const { fan, orderId } of orders) {
      const state = async () =>
        (await fan.call<{ state: string }>('GET', `/v1/orders/${orderId}`)).body.state;
      await expect.poll(state, patience).toBe('PAID');
      expect(await count('orders where account_id = $1', [fan.id])).toBe(1);
      expect(await count(`ticket_ledger where kind = 'SALE' and order_id = $1`, [orderId])).toBe(1);
    }
  });

  it.each<{ name: string; begin: () => Promise<void> }>([
    { name: 'gone', begin: () => link.set('gone') },
    { name: 'silent', begin: () => link.set('silent') },
  ])('$name: every route works or refuses, and all goes on afterwards', async ({ name, begin }) => {
    const own = await putOnSale(place.ownerDatabaseUrl, { limit: 10 });
    await publishDrop(sale.gateway, own);
    const everyRoute: EveryRoute = await prepareEveryRoute(sale, own);
    await begin();
    try {
      const answers = await everyRoute();
      expectOnlyRefusals(answers, name === 'gone' ? undefined : poolLimits.reads.silenceMsMax + 10_000);
      expect(refused(answers)).toEqual(
        expect.arrayContaining(['POST /v1/drops/:id/orders', 'POST /v1/sessions']),
      );
    } finally {
      await link.set('open');
    }
    await expect.poll(async () => refused(await everyRoute()), patience).toEqual([]);
  });

  it('a pool that slow readings use up refuses readings; orders, webhooks and finalizing go on', async () => {
    const { fan, holdId } = await shopper();
    const { reads } = sale.gateway.stores;
    const hogs = Array.from({ length: sale.gateway.config.databaseReadConnectionsMax }, () =>
      reads.$queryRaw`select pg_sleep(8)::text`.catch(() => undefined),
    );
    const listed = await fan.call('GET', '/v1/tickets');
    expect(listed.status).toBe(503);
    expect(Number(listed.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    const order = await fan.order(event.dropId, holdId);
    expect(order.status).toBe(201);
    await fan.pay(order.body);
    await fan.orderIn(order.body.orderId, ['FINALIZED', 'PAID'], 30_000);
    await Promise.all(hogs);
    expect((await fan.call('GET', '/v1/tickets')).status).toBe(200);
  });

  it('an order that waits for a lock too long is refused, is not there, and is made when asked again', async () => {
    const { fan, holdId } = await shopper();
    const other = new pg.Client({ connectionString: place.ownerDatabaseUrl });
    await other.connect();
    await other.query('begin');
    await other.query('lock table order_claims in exclusive mode');
    const refusal = await fan.order(event.dropId, holdId, holdId);
    expect(refusal.status).toBe(503);
    expect(Number(refusal.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    await other.query('rollback');
    await other.end();
    expect(await count('orders where account_id = $1', [fan.id])).toBe(0);
    expect((await fan.order(event.dropId, holdId, holdId)).status).toBe(201);
  });

  it('an order that is chosen to end a dead-lock is made all the same', async () => {
    const { fan, holdId } = await shopper();
    const other = new pg.Client({ connectionString: place.ownerDatabaseUrl });
    await other.connect();
    await other.query('begin');
    // Whoever looks for a dead-lock first ends it by failing: the order must.
    await other.query(`set local deadlock_timeout = '60s'`);
    await other.query('lock table order_claims in exclusive mode');
    const ordering = fan.order(event.dropId, holdId);
    const waiting = `pg_locks where not granted and relation = 'order_claims'::regclass`;
    await expect.poll(() => count(waiting), patience).toBeGreaterThan(0);
    // The order holds a lock on orders, and waits for claims; this holds claims, and waits for orders.
    await other.query('lock table orders in access exclusive mode');
    await other.query('rollback');
    await other.end();
    expect((await ordering).status).toBe(201);
    expect(await count('orders where account_id = $1', [fan.id])).toBe(1);
  });
});
