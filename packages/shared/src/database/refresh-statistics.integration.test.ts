import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../tests/support/stores.ts';
import { connectDatabase, type Database } from './client.ts';
import { refreshStatistics } from './refresh-statistics.ts';

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

const users = 2_000;

test('the services take statistics of a table that grew, once', async () => {
  expect(await refreshStatistics(database)).not.toContain('users');
  await database.$executeRaw`
    insert into users (id, email, name, password_hash)
    select gen_random_uuid(), number || '@example.org', 'Fan', 'none' from generate_series(1, ${users}::int) number`;
  expect(await refreshStatistics(database)).toEqual(['users']);
  expect(await refreshStatistics(database)).toEqual([]);
  const owner = new pg.Client({ connectionString: place.ownerDatabaseUrl });
  await owner.connect();
  const { rows } = await owner.query(`select reltuples::int as rows from pg_class where relname = 'users'`);
  await owner.end();
  expect(rows).toEqual([{ rows: users }]);
});

test('a table that is locked is left for the next time', async () => {
  const holder = new pg.Client({ connectionString: place.ownerDatabaseUrl });
  await holder.connect();
  await holder.query('begin');
  await holder.query('lock table users in share update exclusive mode');
  await database.$executeRaw`
    insert into users (id, email, name, password_hash)
    select gen_random_uuid(), number || '@example.com', 'Fan', 'none' from generate_series(1, ${users}::int) number`;
  expect(await refreshStatistics(database)).toEqual([]);
  await holder.query('rollback');
  await holder.end();
  expect(await refreshStatistics(database)).toEqual(['users']);
});
