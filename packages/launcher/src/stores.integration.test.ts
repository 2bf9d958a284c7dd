import { Redis } from 'ioredis';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase, createTestRedis } from '../../../tests/support/stores.ts';

test('a test database is empty, its own, and open to the role of the services', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  expect(one.databaseUrl).not.toBe(other.databaseUrl);
  const client = new pg.Client({ connectionString: one.databaseUrl });
  await client.connect();
  const { rows } = await client.query('SELECT current_user AS who');
  expect(rows).toEqual([{ who: 'fairgate_app' }]);
  await client.end();
  await (await createTestDatabase()).drop();
  await one.drop();
  await other.drop();
});

test('two test Redis databases do not see each other', async () => {
  const [one, other] = await Promise.all([createTestRedis(), createTestRedis()]);
  const [first, second] = [new Redis(one.redisUrl), new Redis(other.redisUrl)];
  await first.set('name', 'value');
  expect(await second.get('name')).toBeNull();
  await one.flush();
  expect(await first.dbsize()).toBe(0);
  first.disconnect();
  second.disconnect();
  await one.release();
  await other.release();
});
