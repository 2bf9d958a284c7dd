import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';
import { nameStatements } from './name-statements.ts';

export type Database = PrismaClient;

/** A statement of ours never runs longer; a slow one is cut off instead of holding a connection. Milliseconds. */
const statementTimeoutMs = 10_000;
const lockTimeoutMs = 5_000;
/**
 * Prisma's own clock over a batch `$transaction([…])` must never strike before Postgres's: it would say "expired" of work
 * that may have been done. Longer than two statements and a lock may take. Milliseconds.
 */
const batchTimeoutMs = 30_000;
/** How long a caller waits for a free connection before it is told to come back. Milliseconds. */
const connectTimeoutMs = 2_000;

/** Beyond so many tables the order in which a statement joins them stands: to try all orders of seven takes longer than to run any. */
const joinsReorderedMax = 4;

/** Our statements are some two hundred; each takes some 50 kB of a connection. */
const preparing = { namedFrom: 3, namesMax: 300, countedMax: 1_000 };

/**
 * One pool of connections as the role `fairgate_app`.
 * @param name shown by Postgres in pg_stat_activity
 * @param connectionsMax size of the pool
 */
export function connectDatabase(url: string, name: string, connectionsMax: number): Database {
  const adapter = new PrismaPg(
    {
      connectionString: url,
      application_name: name,
      max: connectionsMax,
      connectionTimeoutMillis: connectTimeoutMs,
      statement_timeout: statementTimeoutMs,
      lock_timeout: lockTimeoutMs,
      options: `-c timezone=UTC -c join_collapse_limit=${joinsReorderedMax}`,
    },
    { statementNameGenerator: nameStatements(preparing) },
  );
  return new PrismaClient({
    adapter,
    transactionOptions: { timeout: batchTimeoutMs, maxWait: connectTimeoutMs },
  });
}
