import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { anyFreePort } from '@fairgate/launcher/free-port.ts';
import { environmentVariables } from '@fairgate/shared/config.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

/** What is promised of a process that is told to end, and what a machine that does much else is given besides. */
const drainMsMax = 10_000;
const readyWithin = { timeout: 60_000, interval: 100 };

describe('a process that is told to end', () => {
  let sale: TestSale;
  let event: OnSale;
  let owner: pg.Client;
  beforeAll(async () => {
    sale = await startTestSale({ LOG_LEVEL: 'fatal' });
    event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { limit: 10 });
    await publishDrop(sale.gateway, event);
    owner = new pg.Client({ connectionString: sale.gateway.database.ownerDatabaseUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await sale.close();
  });

  /** A service of its own beside those in this process. */
  const start = async (service: 'gateway' | 'queue-worker' | 'payments-worker') => {
    const [port, metricsPort] = [await anyFreePort(), await anyFreePort()];
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const child = spawn(process.execPath, [`services/${service}/src/main.ts`], {
      cwd: root,
      env: {
        ...environmentVariables(),
        ...sale.gateway.environment,
        ...{ PORT: String(port), METRICS_PORT: String(metricsPort), LOG_LEVEL: 'info' },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    child.stdout.on('data', (data) => (log += data));
    child.stderr.on('data', (data) => (log += data));
    const url = `http://127.0.0.1:${service === 'gateway' ? port : metricsPort}`;
    const ready = () =>
      fetch(`${url}/health/ready`).then(
        (answer) => answer.status,
        () => 0,
      );
    await expect.poll(ready, readyWithin).toBe(200);
    const ended = once(child, 'exit').then(([code]) => code as number | null);
    return { child, url, ended, ready, log: () => log };
  };
  const until = async (ended: Promise<number | null>) => {
    const late = sleep(drainMsMax, 'late' as const, { ref: false });
    return Promise.race([ended, late]);
  };

  it('the gateway finishes what it is answering, and takes nothing new', async () => {
    const gateway = await start('gateway');
    const [fan] = (await createFans(sale.gateway, 1)) as [Fan];
    await fan.comeIn(event.dropId, 30_000);
    const held = await fan.hold(event.dropId, { categoryId: event.generalCategoryId, quantity: 1 });
    // The order stands still in the middle of its statement when the signal comes.
    await owner.query('begin');
    await owner.query('lock table order_claims in exclusive mode');
    const ordering = fetch(`${gateway.url}/v1/drops/${event.dropId}/orders`, {
      method: 'POST',
      headers: { ...fan.headers(), 'content-type': 'application/json', 'idempotency-key': held.body.holdId },
      body: JSON.stringify({ holdId: held.body.holdId }),
    });
    const waiting = async () => {
      const { rows } = await owner.query('select count(*)::int as count from pg_locks where not granted');
      return rows[0].count as number;
    };
    await expect.poll(waiting, readyWithin).toBeGreaterThan(0);
    gateway.child.kill('SIGTERM');
    await expect.poll(async () => [0, 503].includes(await gateway.ready()), readyWithin).toBe(true);
    await owner.query('rollback');
    expect((await ordering).status).toBe(201);
    expect(await until(gateway.ended), gateway.log()).toBe(0);
    const { rows } = await owner.query('select state from orders where account_id = $1', [fan.id]);
    expect(rows).toEqual([{ state: 'PENDING_PAYMENT' }]);
  });

  it.each(['queue-worker', 'payments-worker'] as const)(
    'a %s ends while orders are paid, and each is sold and captured once',
    async (service) => {
      const worker = await start(service);
      const fans = await createFans(sale.gateway, 6);
      const orders: { fan: Fan; orderId: string }[] = [];
      for (const fan of fans) {
        await fan.comeIn(event.dropId, 30_000);
        const held = await fan.hold(event.dropId, { categoryId: event.seatedCategoryId, quantity: 1 });
        const order = await fan.order(event.dropId, held.body.holdId);
        orders.push({ fan, orderId: order.body.orderId });
        await fan.pay(order.body);
      }
      worker.child.kill('SIGTERM');
      expect(await until(worker.ended), worker.log()).toBe(0);
      for (const { fan, orderId } of orders) {
        await fan.orderIn(orderId, ['PAID'], 45_000);
        const { rows } = await owner.query(
          `select (select count(*)::int from ticket_ledger where kind = 'SALE' and order_id = $1) as sales,
             (select count(*)::int from payment_operations where kind = 'CAPTURE' and order_id = $1) as captures`,
          [orderId],
        );
        expect(rows).toEqual([{ sales: 1, captures: 1 }]);
      }
    },
  );
});
