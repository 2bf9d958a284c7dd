import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readEntries } from './testing/ledger-entries.ts';
import { expectLegalHistories } from './testing/ledger-rules.ts';
import { cancelEvent, recordDispute } from './testing/money-back-calls.ts';
import { admit, openWorld, type Shopper, type World } from './testing/open-world.ts';
import { orderIn } from './testing/order-in-state.ts';
import {
  createOrder,
  expire,
  finalize,
  placeOrder,
  recordAuthorized,
  storeIntent,
} from './testing/purchase-calls.ts';
import { readOrder } from './testing/read-order.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld({ tickets: 60, connections: 12 });
});
afterEach(async () => {
  expectLegalHistories(world.eventId, await readEntries(world));
  await world.close();
});

describe('an event that is called off', () => {
  test('ends unpaid orders, loses approved ones, keeps paid ones for the run of refunds', async () => {
    const [unpaid, approved, paid] = [
      await orderIn(world, 'PENDING_PAYMENT', 0),
      await orderIn(world, 'AUTHORIZED', 1),
      await orderIn(world, 'PAID', 2),
    ];
    expect(await cancelEvent(world)).toBe('CANCELLED');
    expect(await expire(world, unpaid, false)).toBe('EXPIRING');
    expect(await finalize(world, [approved])).toEqual({ [approved]: 'LOST' });
    expect((await readOrder(world, approved)).operations.at(-1)).toBe('CANCEL 1 PENDING');
    expect((await readOrder(world, paid)).state).toBe('PAID');
    const { rows } = await world.app.query('select cause, state from refund_runs');
    expect(rows).toEqual([{ cause: 'EVENT_CANCELLED', state: 'RUNNING' }]);
  });

  test('sells no more, and is called off once', async () => {
    expect(await cancelEvent(world, 2)).toBe('VERSION_CHANGED');
    expect(await cancelEvent(world)).toBe('CANCELLED');
    expect(await cancelEvent(world)).toBe('ALREADY');
    expect(await createOrder(world, await admit(world), [3])).toMatchObject({ outcome: 'EVENT_CANCELLED' });
  });

  test('as a draft is not called off but deleted', async () => {
    await world.owner.query("update events set status = 'DRAFT'");
    expect(await cancelEvent(world)).toBe('NOT_PUBLISHED');
  });

  test('while orders are placed and finalized: none is left unfinished for good, nothing dead-locks', async () => {
    for (let round = 0; round < 5; round += 1) {
      await world.owner.query("update events set status = 'PUBLISHED', version = 1");
      await world.owner.query("update drops set state = 'SCHEDULED'");
      await world.owner.query(
        "update refund_runs set state = 'DONE', finished_at = now() where state <> 'DONE'",
      );
      const shoppers = await Promise.all(Array.from({ length: 12 }, () => admit(world)));
      const orders: string[] = [];
      const buy = async (n: number): Promise<string> => {
        const shopper = shoppers[n] as Shopper;
        const { outcome, orderId, operationId } = await createOrder(world, shopper, [round * 12 + n]);
        if (orderId === null) return outcome;
        orders.push(orderId);
        await storeIntent(world, operationId);
        await recordAuthorized(world, orderId, { amountMinor: 5000 });
        await finalize(world, [orderId]);
        return outcome;
      };
      expect(await buy(0)).toBe('CREATED');
      const crowd = Array.from({ length: 10 }, (_, n) => buy(n + 1));
      const [called, ...meanwhile] = await Promise.all([cancelEvent(world), ...crowd]);
      expect(called).toBe('CANCELLED');
      for (const outcome of meanwhile) expect(['CREATED', 'EVENT_CANCELLED']).toContain(outcome);
      expect(await buy(11)).toBe('EVENT_CANCELLED');
      for (const orderId of orders) {
        const { state } = await readOrder(world, orderId);
        expect(['FINALIZED', 'LOST']).toContain(state);
      }
    }
  });
});

describe('an event that is moved', () => {
  const move = async (run: string | null, version = 1): Promise<string> => {
    const { rows } = await world.app.query(
      `select move_event($1, $2, now() + interval '60 days', null, now() + interval '14 days', $3, 'flood', $4) as outcome`,
      [world.eventId, version, randomUUID(), run],
    );
    return rows[0].outcome;
  };

  test('tells every holder once, and takes its run of refunds if there is to be one', async () => {
    await orderIn(world, 'PAID', 0);
    await orderIn(world, 'FINALIZED', 1);
    await placeOrder(world, [2]);
    expect(await move(null)).toBe('MOVED');
    const { rows } = await world.app.query(
      "select count(*)::int as mails from outbox where dedupe_key like 'moved:%'",
    );
    expect(rows).toEqual([{ mails: 2 }]);
    expect(await move(randomUUID(), 2)).toBe('MOVED');
    expect(await move(randomUUID(), 3)).toBe('RUN_UNFINISHED');
    expect(await move(null, 1)).toBe('VERSION_CHANGED');
  });
});

describe('a disputed order of an event that was called off', () => {
  const runState = async (): Promise<string> =>
    (await world.app.query('select state from refund_runs')).rows[0].state;

  test('is refunded after all when the dispute is won, though the run was done', async () => {
    const paid = await orderIn(world, 'PAID', 0);
    await recordDispute(world, paid, 'OPEN', 5000);
    expect(await cancelEvent(world)).toBe('CANCELLED');
    await world.app.query("update refund_runs set state = 'DONE', finished_at = now()");
    expect(await recordDispute(world, paid, 'WON', 5000)).toBe('CHANGED');
    expect(await runState()).toBe('RUNNING');
  });

  test('is refunded after all when the dispute is won at the instant at which the run would end', async () => {
    const paid = await orderIn(world, 'PAID', 0);
    await recordDispute(world, paid, 'OPEN', 5000);
    expect(await cancelEvent(world)).toBe('CANCELLED');
    const bank = await world.app.connect();
    try {
      await bank.query('begin');
      await bank.query(`select record_dispute($1, $2, $3, 'WON', 5000, 'eur', 'fraudulent', null)`, [
        world.eventId,
        paid,
        `du_${paid}`,
      ]);
      const ending = world.app.query('select finish_refund_run(event_id, id) as ended from refund_runs');
      await new Promise((resolve) => setTimeout(resolve, 300));
      await bank.query('commit');
      expect((await ending).rows).toEqual([{ ended: false }]);
    } finally {
      bank.release();
    }
    expect(await runState()).toBe('RUNNING');
  });

  test('leaves the run alone when the dispute is lost', async () => {
    const paid = await orderIn(world, 'PAID', 0);
    await recordDispute(world, paid, 'OPEN', 5000);
    expect(await cancelEvent(world)).toBe('CANCELLED');
    await world.app.query("update refund_runs set state = 'DONE', finished_at = now()");
    await recordDispute(world, paid, 'LOST', 5000);
    expect(await runState()).toBe('DONE');
  });
});
