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

async function connectOwner(): Promise<pg.Client> {
  const owner = new pg.Client({ connectionString: place.ownerDatabaseUrl });
  await owner.connect();
  return owner;
}

const addUsers = (owner: pg.Client, domain: string) =>
  owner.query(
    `insert into users (id, email, name, password_hash)
     select gen_random_uuid(), number || $2, 'Fan', 'none' from generate_series(1, $1::int) number`,
    [users, `@${domain}`],
  );

/** A session says what it has committed only now and then, unless it is told to. */
const tellCounts = (owner: pg.Client) => owner.query('select pg_stat_force_next_flush()');

async function knownUsers(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query(`select reltuples::int as rows from pg_class where relname = 'users'`);
  return rows[0].rows;
}

test('the services take statistics of a table that grew, once', async () => {
  expect(await refreshStatistics(database)).not.toContain('users');
  const owner = await connectOwner();
  await addUsers(owner, 'example.org');
  await tellCounts(owner);
  expect(await refreshStatistics(database)).toEqual(['users']);
  expect(await refreshStatistics(database)).toEqual([]);
  expect(await knownUsers(owner)).toBe(users);
  await owner.end();
});

test('a table that is locked is left for the next time', async () => {
  const [holder, owner] = [await connectOwner(), await connectOwner()];
  await holder.query('begin');
  await holder.query('lock table users in share update exclusive mode');
  await addUsers(owner, 'example.com');
  await tellCounts(owner);
  expect(await refreshStatistics(database)).toEqual([]);
  await holder.query('rollback');
  expect(await refreshStatistics(database)).toEqual(['users']);
  await Promise.all([holder.end(), owner.end()]);
});

test('rows that are not committed are waited for, rather than written down as none', async () => {
  const owner = await connectOwner();
  const before = await knownUsers(owner);
  await owner.query('begin');
  await addUsers(owner, 'example.net');
  await tellCounts(owner);
  expect(await refreshStatistics(database)).toEqual([]);
  await owner.query('commit');
  await tellCounts(owner);
  expect(await refreshStatistics(database)).toEqual(['users']);
  expect(await knownUsers(owner)).toBe(before + users);
  await owner.end();
});

test('a table that was looked at while all its rows were uncommitted is looked at again', async () => {
  const [owner, other] = [await connectOwner(), await connectOwner()];
  await owner.query('begin');
  await owner.query(
    `insert into vendors (id, name, slug, contact_email, currency, country)
     select gen_random_uuid(), 'Hall', 'hall-' || number, 'hall@example.org', 'eur', 'DE'
     from generate_series(1, $1::int) number`,
    [users],
  );
  await other.query('analyze vendors');
  await owner.query('commit');
  await tellCounts(owner);
  expect(await refreshStatistics(database)).toEqual(['vendors']);
  await Promise.all([owner.end(), other.end()]);
});
