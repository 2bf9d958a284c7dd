import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { patchAdapter, type ScriptFailure } from './adapter-patches.ts';
import { type ConnectionAddress, readAddress, SCHEMA, withDatabase } from './connection-address.ts';
import { explainConnectionFailure } from './connection-failure.ts';

/** A connection whose query never ends (it waits for a lock) is left to die with the process. */
const DISPOSE_MILLIS_MAX = 1_000;

/** What one request opens in the database, and what went wrong there, which the engine keeps to itself. */
export interface Connector {
  readonly factory: SqlMigrationAwareDriverAdapterFactory;
  /** Why a connection could not be made, with its code. */
  connectionFailure(): unknown;
  scriptFailure(): ScriptFailure | undefined;
  /** Ends every connection that was opened, and with it the session's locks. */
  close(): Promise<void>;
}

export function createConnector(databaseUrl: string | undefined): Connector {
  const opened: SqlDriverAdapter[] = [];
  let connectionFailure: unknown;
  let scriptFailure: ScriptFailure | undefined;

  async function open(toAddress: (own: ConnectionAddress) => ConnectionAddress): Promise<SqlDriverAdapter> {
    try {
      const adapter = await connect(toAddress(readAddress(databaseUrl)));
      opened.push(adapter);
      return patchAdapter(adapter, (failure) => {
        scriptFailure = failure;
      });
    } catch (error) {
      connectionFailure = error;
      throw error;
    }
  }

  return {
    factory: {
      provider: 'postgres',
      adapterName: '@prisma/adapter-pg',
      connect: () => open((own) => own),
      connectToShadowDb: () => openShadow(open),
    },
    connectionFailure: () => connectionFailure,
    scriptFailure: () => scriptFailure,
    async close() {
      const closing = closeNewestFirst(opened);
      await Promise.race([closing, delay(DISPOSE_MILLIS_MAX, undefined, { ref: false })]);
    },
  };
}

/**
 * One connection per adapter: the engine's advisory lock belongs to a session. The pool connects when it is first
 * used; doing it here tells a failure to connect from a failed query.
 */
async function connect(address: ConnectionAddress): Promise<SqlDriverAdapter> {
  const pool = new pg.Pool({
    connectionString: address.url,
    connectionTimeoutMillis: address.connectMillisMax,
    idleTimeoutMillis: 0,
    max: 1,
  });
  // The pool says that it has ended once it has asked its connections to; the locks go when Postgres hangs up.
  const endings: Promise<void>[] = [];
  pool.on('connect', (client) => {
    endings.push(new Promise((resolve) => client.once('end', resolve)));
  });
  try {
    (await pool.connect()).release();
  } catch (error) {
    await pool.end();
    throw explainConnectionFailure(error, address);
  }
  const adapter = await new PrismaPg(pool, { schema: SCHEMA, disposeExternalPool: true }).connect();
  const disconnect = adapter.dispose.bind(adapter);
  adapter.dispose = once(async () => {
    await disconnect();
    await Promise.all(endings);
  });
  return adapter;
}

/**
 * An empty database beside the real one, in which the engine replays the migrations. The adapter's own
 * `connectToShadowDb` would connect to the real one: the database in the connection string wins over the one it
 * names.
 */
async function openShadow(
  open: (toAddress: (own: ConnectionAddress) => ConnectionAddress) => Promise<SqlDriverAdapter>,
): Promise<SqlDriverAdapter> {
  const name = `prisma_migrate_shadow_db_${randomUUID()}`;
  const admin = await open((own) => own);
  await admin.executeScript(`CREATE DATABASE "${name}"`);
  const shadow = await open((own) => withDatabase(own, name));
  const disconnect = shadow.dispose.bind(shadow);
  shadow.dispose = once(async () => {
    await disconnect();
    await admin.executeScript(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    await admin.dispose();
  });
  return shadow;
}

/** A shadow database is dropped over the connection that was opened before it. */
async function closeNewestFirst(opened: readonly SqlDriverAdapter[]): Promise<void> {
  for (const adapter of opened.toReversed()) {
    // The answer of the request is known by now, and the process ends soon: nothing is left to be told.
    await adapter.dispose().catch(() => undefined);
  }
}

/** The engine disposes of some adapters itself, and `close` of all of them. */
function once(dispose: () => Promise<void>): () => Promise<void> {
  let disposal: Promise<void> | undefined;
  return () => {
    disposal ??= dispose();
    return disposal;
  };
}
