import { connectDatabase, type Database } from '@fairgate/shared/database/client.ts';
import { connectRedis, type RedisConnection, untilConnected } from '@fairgate/shared/redis/connect.ts';
import { readSeatMap } from '@fairgate/shared/redis/fill-event.ts';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { putOnSale } from '../../../../tests/support/on-sale.ts';
import {
  createTestDatabase,
  createTestRedis,
  type TestDatabase,
  type TestRedis,
} from '../../../../tests/support/stores.ts';
import { createLiveDrops } from '../live-drops.ts';
import type { WorkerStores } from '../worker-stores.ts';
import { publishDrops } from './publish-drops.ts';
import { relaySeatMarks } from './relay-seat-marks.ts';

let place: TestDatabase;
let server: TestRedis;
let database: Database;
let redis: RedisConnection;
beforeAll(async () => {
  [place, server] = await Promise.all([createTestDatabase(), createTestRedis()]);
  database = connectDatabase(place.databaseUrl, 'test', 2);
  redis = connectRedis(server.redisUrl, 'test');
  await untilConnected(redis);
});
afterAll(async () => {
  redis.disconnect();
  await database.$disconnect();
  await Promise.all([place.drop(), server.release()]);
});

let eventId: string;
beforeEach(async () => {
  ({ eventId } = await putOnSale(place.ownerDatabaseUrl));
});

/** A worker that believes in this epoch. */
function workerIn(epoch: number): WorkerStores {
  const log = pino({ level: 'silent' });
  const liveDrops = createLiveDrops(database);
  const stores = { database, redis, filling: redis, epoch: { current: () => epoch }, liveDrops, log };
  return stores as unknown as WorkerStores;
}
const putInForce = (epoch: number, state: 'CLAIMED' | 'READY') =>
  database.$executeRaw`update redis_epoch set epoch = ${epoch}::int, state = ${state}`;
/** As if the time until it is due again were over. */
const letComeAgain = () => database.$executeRaw`update outbox set due_at = now()`;

const relays = {
  'drop-publish': { relay: publishDrops, payload: () => ({ eventId }) },
  'seat-marks': {
    relay: relaySeatMarks,
    payload: () => ({ mark: 'sold', orderId: eventId, tickets: [0] }),
  },
} as const;

test.each(Object.entries(relays))(
  '%s: what was brought into an epoch that is over is brought into the next as well',
  async (topic, { relay, payload }) => {
    const { id } = await database.outboxRow.create({
      data: { topic, dedupeKey: `test:${topic}`, eventId, payload: payload() },
    });
    const row = () => database.outboxRow.findUniqueOrThrow({ where: { id } });
    const late = workerIn(1);
    for (const state of ['CLAIMED', 'READY'] as const) {
      await putInForce(2, state);
      await relay(late);
      expect(await row()).toMatchObject({ doneAt: null, parkedAt: null, attempts: 0 });
      await letComeAgain();
    }
    await relay(workerIn(2));
    expect((await row()).doneAt).not.toBeNull();
  },
);

test('a change of an event is brought into the epoch in force', async () => {
  await putInForce(3, 'READY');
  await database.outboxRow.create({
    data: { topic: 'drop-publish', dedupeKey: 'test', eventId, payload: { eventId } },
  });
  await publishDrops(workerIn(3));
  expect(await readSeatMap(redis, 3, eventId)).not.toBeNull();
});
