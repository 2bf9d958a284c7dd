import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readEntries } from './testing/ledger-entries.ts';
import { expectLegalHistories } from './testing/ledger-rules.ts';
import { admit, openWorld, type Shopper, type World } from './testing/open-world.ts';
import {
  createOrder,
  expire,
  finalize,
  placeOrder,
  recordAuthorized,
  storeIntent,
} from './testing/purchase-calls.ts';
import { readOrder } from './testing/read-order.ts';
import { seededRandom } from './testing/seeded-random.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld({ tickets: 40, perCustomerLimit: 4, connections: 16 });
});
afterEach(async () => {
  expectLegalHistories(world.eventId, await readEntries(world));
  await world.close();
});

const count = (outcomes: readonly string[]): Record<string, number> =>
  outcomes.reduce<Record<string, number>>(
    (sum, one) => Object.assign(sum, { [one]: (sum[one] ?? 0) + 1 }),
    {},
  );

async function sell(orderId: string, operationId: string, tickets: number): Promise<string | undefined> {
  await storeIntent(world, operationId);
  await recordAuthorized(world, orderId, { amountMinor: 5000 * tickets });
  return (await finalize(world, [orderId]))[orderId];
}

/** Holds a buyer's quota row, at which create_order waits between its first look and its claims. */
async function holdQuota(
  buyer: string,
): Promise<{ waiting: () => Promise<void>; letGo: () => Promise<void> }> {
  const client = new pg.Client({ connectionString: world.database.ownerDatabaseUrl });
  await client.connect();
  await client.query('begin');
  await client.query('select 1 from customer_quotas where buyer = $1 for update', [buyer]);
  return {
    async waiting() {
      for (;;) {
        const { rows } = await world.owner.query(
          "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        if (rows.length > 0) return;
      }
    },
    async letGo() {
      await client.query('commit');
      await client.end();
    },
  };
}

describe('200 parallel orders of one account', () => {
  test('make one order when they come through one admission', async () => {
    const shopper = await admit(world);
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => createOrder(world, shopper, [n % 40])),
    );
    const { CREATED, ...refused } = count(answers.map(({ outcome }) => outcome));
    expect(CREATED).toBe(1);
    expect(Object.keys(refused)).toEqual(['ADMISSION_BUSY']);
  });

  test('never exceed the limit, even with an admission each', async () => {
    const { accountId } = await admit(world);
    await world.owner.query('drop index admissions_one_active_key');
    const admissions: Shopper[] = [];
    for (let n = 0; n < 200; n += 1) {
      const admissionId = randomUUID();
      admissions.push({ accountId, admissionId });
      await world.owner.query(
        `insert into admissions (event_id, id, drop_id, account_id, lane, entry_index, expires_at)
         values ($1, $2, $3, $4, 0, 0, now() + interval '1 hour')`,
        [world.eventId, admissionId, world.dropId, accountId],
      );
    }
    const random = seededRandom(4);
    const outcomes = await Promise.all(
      admissions.map(async (shopper) => {
        const tickets = [random.below(40), random.below(40)].filter(
          (one, at, all) => all.indexOf(one) === at,
        );
        return (await createOrder(world, shopper, tickets)).outcome;
      }),
    );
    const { rows } = await world.owner.query(
      `select reserved, sold, cap, (select sum(ticket_count)::int from orders where account_id = $1) as ordered
       from customer_quotas where buyer = $1`,
      [accountId],
    );
    expect(rows).toEqual([{ reserved: rows[0].ordered, sold: 0, cap: 4, ordered: rows[0].ordered }]);
    expect(rows[0].ordered).toBeGreaterThanOrEqual(3);
    expect(rows[0].ordered).toBeLessThanOrEqual(4);
    expect(count(outcomes)).toMatchObject({ LIMIT_REACHED: expect.any(Number) });
  });
});

test('of any number of buyers of one ticket exactly one gets an order', async () => {
  for (let ticket = 0; ticket < 12; ticket += 1) {
    const shoppers = await Promise.all(Array.from({ length: 8 }, () => admit(world)));
    const answers = await Promise.all(shoppers.map((shopper) => createOrder(world, shopper, [ticket])));
    expect(count(answers.map(({ outcome }) => outcome))).toEqual({ CREATED: 1, TICKETS_TAKEN: 7 });
  }
});

describe('a buyer who is held up between the look and the claim', () => {
  test('gets no order for a ticket that was bought meanwhile', async () => {
    const slow = await admit(world);
    await placeOrder(world, [0], slow);
    const again = await admit(world, slow.accountId);
    const quota = await holdQuota(slow.accountId);
    const late = createOrder(world, again, [5]);
    await quota.waiting();
    const quick = await placeOrder(world, [5]);
    expect(await sell(quick.orderId, quick.operationId, 1)).toBe('SOLD');
    await quota.letGo();
    expect(await late).toMatchObject({ outcome: 'TICKETS_TAKEN', detail: { tickets: [5] } });
  });

  test('is told of a price that changed meanwhile', async () => {
    const slow = await admit(world);
    await placeOrder(world, [0], slow);
    const again = await admit(world, slow.accountId);
    const quota = await holdQuota(slow.accountId);
    const late = createOrder(world, again, [5], { expectedAmount: 5000 });
    await quota.waiting();
    await world.owner.query('update categories set price_minor = 6000');
    await quota.letGo();
    expect(await late).toMatchObject({ outcome: 'PRICE_CHANGED', detail: { amountMinor: 6000 } });
  });
});

test('unsorted orders of four seats from 16 connections never dead-lock, from order to void', async () => {
  const errors: unknown[] = [];
  const outcomes: string[] = [];
  await Promise.all(
    Array.from({ length: 16 }, async (_, buyer) => {
      const random = seededRandom(buyer);
      const account = (await admit(world)).accountId;
      for (let round = 0; round < 12; round += 1) {
        const tickets = Array.from({ length: 40 }, (_seat, n) => n)
          .sort(() => random.next() - 0.5)
          .slice(0, 4);
        try {
          const { outcome, orderId, operationId } = await createOrder(
            world,
            await admit(world, account),
            tickets,
          );
          outcomes.push(outcome);
          if (orderId === null) continue;
          if (random.chance(0.5)) outcomes.push(await expire(world, orderId, true));
          else {
            outcomes.push((await sell(orderId, operationId, 4)) ?? 'none');
            await world.app.query("select record_canceled($1, $2, 'test')", [world.eventId, orderId]);
          }
        } catch (error) {
          errors.push(error);
        }
      }
    }),
  );
  expect(errors).toEqual([]);
  expect(count(outcomes)).toMatchObject({ CREATED: expect.any(Number), SOLD: expect.any(Number) });
  expect(Object.keys(count(outcomes)).sort()).toEqual(['CREATED', 'EXPIRED', 'SOLD', 'TICKETS_TAKEN']);
});

test('batches that lose the orders of the same buyers never dead-lock, in whatever order those come', async () => {
  await world.owner.query('update drops set per_customer_limit = 20');
  const buyers = await Promise.all(Array.from({ length: 6 }, () => admit(world)));
  for (let round = 0; round < 6; round += 1) {
    await world.owner.query("update events set status = 'PUBLISHED'");
    const batches: string[][] = [];
    for (const turn of [0, 1, 2]) {
      const ids = Array.from({ length: 6 }, () => randomUUID()).sort();
      // The lowest order id of one batch is of the buyer who has the highest in another.
      for (const [n, id] of ids.entries()) {
        const buyer = buyers[turn === 1 ? 5 - n : (n + turn) % 6] as Shopper;
        const answer = await createOrder(world, await admit(world, buyer.accountId), [turn * 6 + n], {
          orderId: id,
        });
        await storeIntent(world, answer.operationId);
        await recordAuthorized(world, id, { amountMinor: 5000 });
      }
      batches.push(ids);
    }
    await world.owner.query("update events set status = 'CANCELLED'");
    const outcomes = await Promise.all(batches.map((batch) => finalize(world, batch)));
    expect(count(outcomes.flatMap((outcome) => Object.values(outcome)))).toEqual({ LOST: 18 });
  }
});

test('the same orders finalized by eight workers at once are sold once', async () => {
  const orders: string[] = [];
  for (let ticket = 0; ticket < 20; ticket += 1) {
    const { orderId, operationId } = await placeOrder(world, [ticket]);
    await storeIntent(world, operationId);
    await recordAuthorized(world, orderId, { amountMinor: 5000 });
    orders.push(orderId);
  }
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, (_, n) => finalize(world, n % 2 === 0 ? orders : [...orders].reverse())),
  );
  expect(count(outcomes.flatMap((outcome) => Object.values(outcome)))).toEqual({ SOLD: 20, ALREADY: 140 });
  for (const orderId of orders) expect((await readOrder(world, orderId)).sales).toHaveLength(1);
});
