import pg from 'pg';
import { type ConnectionAddress, withDatabase } from './connection-address.ts';
import { explainConnectionFailure, sqlState } from './connection-failure.ts';
import { KnownError } from './known-error.ts';

/** Databases that every server has: from one of them another is created or dropped. */
const ADMIN_DATABASES = ['postgres', 'template1'];

/** Resolves when the server lets the user into the database; throws P1000, P1001, P1003, … otherwise. */
export async function canConnect(address: ConnectionAddress): Promise<void> {
  const client = await connect(address);
  await client.end();
}

/** Creates the database, unless somebody else did in the meantime. */
export async function createDatabase(address: ConnectionAddress): Promise<string> {
  await administer(address, async (client) => {
    try {
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(address.database)}`);
    } catch (error) {
      // Two at once: the loser sees either "duplicate database" or the catalog's unique index.
      if (!['42P04', '23505'].includes(sqlState(error) ?? '')) throw error;
    }
  });
  return address.database;
}

/** Refuses, as Postgres does, while anybody is connected. Throws P1003 when there is no such database. */
export async function dropDatabase(address: ConnectionAddress): Promise<void> {
  await administer(address, async (client) => {
    try {
      await client.query(`DROP DATABASE ${pg.escapeIdentifier(address.database)}`);
    } catch (error) {
      throw explainConnectionFailure(error, address);
    }
  });
}

async function administer(
  address: ConnectionAddress,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = await connectAsAdmin(address);
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function connectAsAdmin(address: ConnectionAddress): Promise<pg.Client> {
  const candidates = ADMIN_DATABASES.filter((name) => name !== address.database);
  for (const name of candidates) {
    try {
      return await connect(withDatabase(address, name));
    } catch (error) {
      if (!(error instanceof KnownError && ['P1003', 'P1010'].includes(error.code))) throw error;
    }
  }
  throw new KnownError('P1010', `User \`${address.user}\` was denied access on ${candidates.join(' and ')}`);
}

async function connect(address: ConnectionAddress): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: address.url,
    connectionTimeoutMillis: address.connectMillisMax,
  });
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw explainConnectionFailure(error, address);
  }
}
