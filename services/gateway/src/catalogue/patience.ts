import type { Database } from '@fairgate/shared/database/client.ts';
import type { Statement } from '@fairgate/shared/database/sql.ts';

/** A ticket takes about 40 µs on an idle core, and there may be 120,000; on a busy machine that is several times more. */
const statementTimeout = '60s';
const batchTimeoutMs = 70_000;

/**
 * One statement that makes or changes very many rows: it may take longer than statements of a sale may. `lock`, a select
 * for update, is taken before it.
 */
export async function runPatiently<T>(
  database: Database,
  statement: Statement<T>,
  lock: Statement<unknown> = database.$queryRaw`select 1`,
): Promise<T> {
  const patience = database.$executeRaw`select set_config('statement_timeout', ${statementTimeout}, true)`;
  const [, , result] = await database.$transaction([patience, lock, statement], { timeout: batchTimeoutMs });
  return result;
}
