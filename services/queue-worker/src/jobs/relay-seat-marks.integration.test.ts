import { connectDatabase, type Database } from '@fairgate/shared/database/client.ts';
import { connectRedis } from '@fairgate/shared/redis/connect.ts';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { putOnSale } from '../../../../tests/support/on-sale.ts';
import { createTestDatabase, type TestDatabase } from '../../../../tests/support/stores.ts';
import type { WorkerStores } from '../worker-stores.ts';
import { relaySeatMarks } from './relay-seat-marks.ts';

let place: TestDatabase;
let database: Database;
beforeAll(async () => {
  place = await createTestDatabase();
  database = connectDatabase(place.databaseUrl, 'test', 2);
});
afterAll(async () => {
  await database.$disconnect();
  await place.drop();
});

/** Nothing listens there. */
const awayUrl = 'redis://127.0.0.1:1';

test('marks wait for a Redis that is away, and the tries do not count', async () => {
  const { eventId } = await putOnSale(place.ownerDatabaseUrl);
  const { id } = await database.outboxRow.create({
    data: {
      ...{ topic: 'seat-marks', dedupeKey: 'test', eventId },
      payload: { mark: 'sold', orderId: eventId, tickets: [0] },
    },
  });
  const redis = connectRedis(awayUrl, 'test');
  redis.on('error', () => undefined);
  const stores = { database, redis, epoch: { current: () => 1 }, log: pino({ level: 'silent' }) };
  await relaySeatMarks(stores as unknown as WorkerStores);
  redis.disconnect();

  const row = await database.outboxRow.findUniqueOrThrow({ where: { id } });
  expect(row).toMatchObject({ attempts: 0, parkedAt: null, doneAt: null });
  expect(row.dueAt.getTime() - Date.now()).toBeLessThan(5_000);
});
