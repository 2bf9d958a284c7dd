import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Guard, startGuard } from '@fairgate/launcher/guarded-spawn.ts';
import type { Order } from '@fairgate/shared/contracts/orders.ts';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { type OwnPostgres, startOwnPostgres } from '../support/own-postgres.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const patience = { timeout: 60_000, interval: 200 };
const room = 300 * 1024 * 1024;

/** A small file system of its own, or null where this user may not mount one. */
function mountSmall(): { readonly folder: string; readonly unmount: () => void } | null {
  const folder = mkdtempSync(join(tmpdir(), 'fairgate-small-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${room},mode=711`, 'tmpfs', folder]);
  if (mounted.status !== 0) {
    rmSync(folder, { recursive: true });
    return null;
  }
  return {
    folder,
    unmount() {
      spawnSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const mayMount = (() => {
  const tried = mountSmall();
  tried?.unmount();
  return tried !== null;
})();

describe('a Postgres that ends, or has no room', () => {
  let guard: Guard;
  let postgres: OwnPostgres;
  let sale: TestSale;
  let event: OnSale;
  beforeEach(() => {
    guard = startGuard();
  });
  afterEach(async () => {
    await sale.close();
    await guard.close();
  });

  const openSale = async (folder?: string): Promise<void> => {
    postgres = await startOwnPostgres(guard, folder);
    sale = await startTestSale({ DATABASE_URL: postgres.databaseUrl, LOG_LEVEL: 'fatal' });
    event = await putOnSale(postgres.ownerDatabaseUrl, { limit: 10, rows: 8 });
    await publishDrop(sale.gateway, event);
  };
  const shopper = async (): Promise<{ fan: Fan; holdId: string }> => {
    const [fan] = (await createFans(sale.gateway, 1)) as [Fan];
    await fan.comeIn(event.dropId, 30_000);
    const held = await fan.hold(event.dropId, { categoryId: event.seatedCategoryId, quantity: 1 });
    return { fan, holdId: held.body.holdId };
  };
  /** As the page does: refused with Retry-After is asked again under the same key. Nothing but 503 and 201 is said. */
  const orderInTheEnd = async ({ fan, holdId }: { fan: Fan; holdId: string }): Promise<Order> => {
    let answer: Answer<Order> | null = null;
    await expect
      .poll(async () => {
        answer = await fan.order(event.dropId, holdId, holdId);
        expect([201, 503]).toContain(answer.status);
        return answer.status;
      }, patience)
      .toBe(201);
    return (answer as unknown as Answer<Order>).body;
  };
  const soldOnce = async (orders: readonly { fan: Fan; order: Order }[]): Promise<void> => {
    for (const { fan, order } of orders) {
      const state = async () => (await fan.call<Order>('GET', `/v1/orders/${order.orderId}`)).body.state;
      await expect.poll(state, patience).toBe('PAID');
    }
    const owner = new pg.Client({ connectionString: postgres.ownerDatabaseUrl });
    await owner.connect();
    const { rows } = await owner.query(
      `select (select count(*)::int from orders) as orders,
         (select count(*)::int from ticket_ledger where kind = 'SALE') as sales,
         (select count(*)::int from payment_operations where kind = 'CAPTURE') as captures`,
    );
    await owner.end();
    expect(rows).toEqual([{ orders: orders.length, sales: orders.length, captures: orders.length }]);
  };
  const pay = async (fan: Fan, { orderId }: Order): Promise<void> => {
    const payable = async () =>
      (await fan.call<Order>('POST', `/v1/orders/${orderId}/payment-return`)).body.payment ?? null;
    await expect.poll(payable, patience).not.toBeNull();
    await fan.pay((await fan.call<Order>('GET', `/v1/orders/${orderId}`)).body);
  };

  it('killed while orders are made and paid: all goes on by itself, each order is sold once', async () => {
    await openSale();
    const shoppers = [await shopper(), await shopper(), await shopper(), await shopper()];
    const making = shoppers.map(async (each) => ({ fan: each.fan, order: await orderInTheEnd(each) }));
    postgres.server.process.kill('SIGKILL');
    const orders = await Promise.all(making);
    await Promise.all(orders.map(({ fan, order }) => pay(fan, order)));
    postgres.server.process.kill('SIGKILL');
    await postgres.server.process.ready();
    await soldOnce(orders);
  });

  it.skipIf(!mayMount)(
    'without room on its disk (skipped where nothing may be mounted): orders stop, and go on with room',
    async () => {
      const small = mountSmall();
      if (small === null) throw new Error('no file system could be mounted');
      try {
        await openSale(small.folder);
        const shoppers = [];
        for (let at = 0; at < 12; at += 1) shoppers.push(await shopper());
        const filler = join(small.folder, 'filler');
        const fill = (): void => {
          try {
            writeFileSync(filler, Buffer.alloc(room));
          } catch (error) {
            if ((error as { code?: string }).code !== 'ENOSPC') throw error;
          }
        };
        fill();
        const owner = new pg.Client({ connectionString: postgres.ownerDatabaseUrl });
        owner.on('error', () => undefined);
        await owner.connect();
        // A table that must grow finds that there is no room.
        const grow =
          'create table filler as select repeat(md5(n::text), 20) from generate_series(1, 20000) n';
        await expect(owner.query(grow)).rejects.toThrow(/No space left|terminat|crash/i);
        await owner.end().catch(() => undefined);
        const statuses = new Set<number>();
        for (const { fan, holdId } of shoppers.slice(0, 6)) {
          const { status, headers } = await fan.order(event.dropId, holdId, holdId);
          statuses.add(status);
          if (status === 503) expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
        }
        for (const status of statuses) expect([201, 503]).toContain(status);
        rmSync(filler);
        const orders = await Promise.all(
          shoppers.map(async (each) => ({ fan: each.fan, order: await orderInTheEnd(each) })),
        );
        await Promise.all(orders.map(({ fan, order }) => pay(fan, order)));
        await soldOnce(orders);
      } finally {
        rmSync(join(small.folder, 'filler'), { force: true });
        await guard.close();
        small.unmount();
      }
    },
  );
});
