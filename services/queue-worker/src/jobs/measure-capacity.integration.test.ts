import { readCapacity, sayAlive } from '@fairgate/shared/redis/capacity.ts';
import { createStripeBudget, readBudgetWait } from '@fairgate/shared/redis/stripe-budget.ts';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../../../../prisma/testing/open-world.ts';
import { orderIn } from '../../../../prisma/testing/order-in-state.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import { createLiveDrops } from '../live-drops.ts';
import { createCapacityMeter } from './measure-capacity.ts';

const requestsPerSecond = 10;

let world: World;
let gateway: TestGateway;
beforeAll(async () => {
  world = await openWorld({ tickets: 10 });
  gateway = await createTestGateway({ DATABASE_URL: world.database.databaseUrl });
});
afterAll(async () => {
  await gateway.close();
  await world.close();
});
beforeEach(() => gateway.stores.redis.flushdb());

/** Weighs the purchase once, as a round would, a while after the last time. */
async function weigh() {
  const { database, redis } = gateway.stores;
  const epoch = { current: () => 1, keep: async () => undefined, confirm: async () => true };
  const measure = createCapacityMeter(
    {
      ...{ database, redis, liveDrops: createLiveDrops(database), self: 'a-worker' },
      ...{ epoch: epoch as never, log: pino({ level: 'silent' }) },
    },
    requestsPerSecond,
  );
  await measure();
  const capacity = await readCapacity(redis);
  if (capacity === null) throw new Error('nothing was measured');
  return capacity;
}

/** As if the newest measurement, and the lock of the round, were so old. */
async function letPass(seconds: number): Promise<void> {
  const { redis } = gateway.stores;
  const capacity = await readCapacity(redis);
  if (capacity === null) throw new Error('nothing was measured');
  const older = { ...capacity, measuredMs: capacity.measuredMs - seconds * 1_000 };
  await redis.set('fairgate:capacity', JSON.stringify(older));
  await redis.del('fairgate:round:measure-capacity');
}

describe('how the purchase keeps up', () => {
  it('is all of the rate while nothing waits', async () => {
    await sayAlive(gateway.stores.redis, 'queue', 'a-worker');
    const { share, slowedBy, stages } = await weigh();
    expect({ share, slowedBy }).toEqual({ share: 1, slowedBy: null });
    expect(stages).toMatchObject([
      { stage: 'orders', backlog: 0, workers: 1 },
      { stage: 'payments', backlog: 0, workers: 0 },
    ]);
  });

  it('falls with paid orders that wait, by how long they do, and comes back when they are finished', async () => {
    const { redis } = gateway.stores;
    await sayAlive(redis, 'queue', 'a-worker');
    const orderId = await orderIn(world, 'AUTHORIZED', 0);
    const waitFor = (seconds: number) =>
      world.owner.query(
        `update orders set updated_at = clock_timestamp() - make_interval(secs => $2) where id = $1`,
        [orderId, seconds],
      );
    await waitFor(2);
    expect(await weigh()).toMatchObject({ share: 1, slowedBy: null });
    await waitFor(9);
    await letPass(1);
    const slowed = await weigh();
    expect(slowed.share).toBeCloseTo(0.7, 1);
    expect(slowed).toMatchObject({ slowedBy: 'orders', stages: [{ backlog: 1, workersNeeded: 2 }, {}] });
    await waitFor(30);
    await letPass(1);
    expect(await weigh()).toMatchObject({ share: 0, slowedBy: 'orders' });
    await world.owner.query(`update orders set parked_at = now() where id = $1`, [orderId]);
    await letPass(3);
    const back = await weigh();
    expect(back.share).toBeCloseTo(0.3, 1);
    expect(back.slowedBy).toBe('orders');
    await letPass(5);
    await weigh();
    await letPass(5);
    expect(await weigh()).toMatchObject({ share: 1, slowedBy: null });
    await world.owner.query(`update orders set parked_at = null, updated_at = now() where id = $1`, [
      orderId,
    ]);
  });

  it('falls with calls to Stripe that are due, and says so when nobody is there to make them', async () => {
    const orderId = await orderIn(world, 'FINALIZED', 1);
    const { rowCount } = await world.owner.query(
      `update payment_operations set due_at = clock_timestamp() - interval '9 seconds'
       where order_id = $1 and kind = 'CAPTURE' and state = 'PENDING'`,
      [orderId],
    );
    expect(rowCount).toBe(1);
    await sayAlive(gateway.stores.redis, 'queue', 'a-worker');
    await weigh();
    await letPass(1);
    expect(await weigh()).toMatchObject({
      slowedBy: 'workers',
      stages: [{}, { stage: 'payments', workers: 0 }],
    });
    await sayAlive(gateway.stores.redis, 'payments', 'another');
    await letPass(1);
    expect(await weigh()).toMatchObject({ slowedBy: 'payments', stages: [{}, { workers: 1 }] });
    await world.owner.query(`update payment_operations set due_at = clock_timestamp() + interval '1 hour'`);
  });

  it("falls when calls wait for Stripe's budget", async () => {
    const { redis } = gateway.stores;
    expect(await readBudgetWait(redis, requestsPerSecond)).toBe(0);
    const take = createStripeBudget(redis, requestsPerSecond);
    // A second's worth at once is in the budget; whoever comes then waits.
    await Promise.allSettled(Array.from({ length: requestsPerSecond }, take));
    const waitSeconds = await readBudgetWait(redis, requestsPerSecond);
    expect(waitSeconds).toBeGreaterThan(0);
    expect(waitSeconds).toBeLessThanOrEqual(1 / requestsPerSecond);
  });
});
