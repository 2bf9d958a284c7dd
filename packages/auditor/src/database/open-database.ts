import pg from 'pg';

/** One instant of the database, whatever happens meanwhile. */
export interface Snapshot {
  /** When it was taken, by the database's clock. */
  readonly at: Date;
  readonly query: <Row>(statement: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
  /** The rows of a large result, as arrays, a thousand at a time: its size does not matter. */
  readonly stream: (
    statement: string,
    values: readonly unknown[],
    take: (row: readonly unknown[], columns: readonly string[]) => void,
  ) => Promise<void>;
}

/** The database as it is when asked. */
export interface FreshDatabase {
  readonly query: <Row>(statement: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
}

export interface AuditedDatabase {
  readonly snapshot: Snapshot;
  readonly fresh: FreshDatabase;
  readonly close: () => Promise<void>;
}

const CONNECT_MS_MAX = 10_000;
const ROWS_PER_FETCH = 1_000;

/** Opens both views. Nothing can be written through either. */
export async function openDatabase(databaseUrl: string): Promise<AuditedDatabase> {
  const [still, moving] = [clientOf(databaseUrl), clientOf(databaseUrl)];
  const close = async (): Promise<void> => {
    await Promise.all([still.end(), moving.end()].map((ending) => ending.catch(() => undefined)));
  };
  try {
    await Promise.all([still.connect(), moving.connect()]);
    await still.query('begin isolation level repeatable read read only');
    await moving.query('set default_transaction_read_only = on');
    const { rows } = await still.query<{ at: Date }>('select now() as at');
    const at = rows[0]?.at ?? new Date();
    return { snapshot: snapshotOf(still, at), fresh: { query: queryOf(moving) }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function clientOf(connectionString: string): pg.Client {
  const client = new pg.Client({
    connectionString,
    application_name: 'fairgate-auditor',
    connectionTimeoutMillis: CONNECT_MS_MAX,
    options: '-c timezone=UTC',
  });
  // A lost connection shows as the error of the query that waits for it.
  client.on('error', () => undefined);
  return client;
}

function queryOf(client: pg.Client): FreshDatabase['query'] {
  return async <Row>(statement: string, values: readonly unknown[] = []) => {
    const { rows } = await client.query(statement, [...values]);
    return rows as Row[];
  };
}

function snapshotOf(client: pg.Client, at: Date): Snapshot {
  const asked = queryOf(client);
  return {
    at,
    // After a failed statement the transaction would answer no more: each one can be taken back alone.
    async query<Row>(statement: string, values: readonly unknown[] = []) {
      await client.query('savepoint one_check');
      try {
        return await asked<Row>(statement, values);
      } catch (error) {
        await client.query('rollback to savepoint one_check');
        throw error;
      }
    },
    async stream(statement, values, take) {
      await client.query(`declare audited no scroll cursor for ${statement}`, [...values]);
      try {
        for (;;) {
          const { rows, fields } = await client.query({
            text: `fetch ${ROWS_PER_FETCH} from audited`,
            rowMode: 'array',
          });
          const columns = fields.map(({ name }) => name);
          for (const row of rows) take(row, columns);
          if (rows.length < ROWS_PER_FETCH) return;
        }
      } finally {
        await client.query('close audited').catch(() => undefined);
      }
    },
  };
}
