import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';
import { nameStatements } from './name-statements.ts';

export type Database = PrismaClient;

/**
 * What connections are for. Each use has a pool of its own, so that none waits for another's: slow readings leave the sale
 * its connections, and nothing stands before a webhook or a finalized order.
 */
export type PoolUse = 'sale' | 'finalize' | 'webhooks' | 'reads' | 'edits';

interface PoolLimits {
  /** A statement never runs longer; a slow one is cut off instead of holding a connection. */
  readonly statementMsMax: number;
  readonly lockMsMax: number;
  /** How long a caller waits for a free connection, or for a new one, before it is told to come back. */
  readonly connectionMsMax: number;
  /** A server that says nothing at all is given up after this: longer than it may rightly take. */
  readonly silenceMsMax: number;
}

export const poolLimits: Readonly<Record<PoolUse, PoolLimits>> = {
  sale: { statementMsMax: 10_000, lockMsMax: 5_000, connectionMsMax: 2_000, silenceMsMax: 12_000 },
  finalize: { statementMsMax: 10_000, lockMsMax: 5_000, connectionMsMax: 2_000, silenceMsMax: 12_000 },
  webhooks: { statementMsMax: 5_000, lockMsMax: 2_000, connectionMsMax: 2_000, silenceMsMax: 7_000 },
  reads: { statementMsMax: 10_000, lockMsMax: 5_000, connectionMsMax: 2_000, silenceMsMax: 12_000 },
  // An edit of very many rows sets a patience of its own, up to a minute.
  edits: { statementMsMax: 10_000, lockMsMax: 5_000, connectionMsMax: 2_000, silenceMsMax: 75_000 },
};

/**
 * Prisma's own clock over a batch `$transaction([…])` must never strike before Postgres's: it would say "expired" of work
 * that may have been done. Longer than two statements and a lock may take. Milliseconds.
 */
const batchTimeoutMs = 30_000;

/** Beyond so many tables the order in which a statement joins them stands: to try all orders of seven takes longer than to run any. */
const joinsReorderedMax = 4;

/** Our statements are some two hundred; each takes some 50 kB of a connection. */
const preparing = { namedFrom: 3, namesMax: 300, countedMax: 1_000 };

/**
 * One pool of connections as the role `fairgate_app`.
 * @param name shown by Postgres in pg_stat_activity
 * @param connectionsMax size of the pool
 */
export function connectDatabase(
  url: string,
  name: string,
  connectionsMax: number,
  use: PoolUse = 'sale',
): Database {
  const limits = poolLimits[use];
  const adapter = new PrismaPg(
    {
      connectionString: url,
      application_name: name,
      max: connectionsMax,
      connectionTimeoutMillis: limits.connectionMsMax,
      statement_timeout: limits.statementMsMax,
      lock_timeout: limits.lockMsMax,
      query_timeout: limits.silenceMsMax,
      keepAlive: true,
      options: `-c timezone=UTC -c join_collapse_limit=${joinsReorderedMax}`,
    },
    { statementNameGenerator: nameStatements(preparing) },
  );
  return new PrismaClient({
    adapter,
    transactionOptions: { timeout: batchTimeoutMs, maxWait: limits.connectionMsMax },
  });
}
