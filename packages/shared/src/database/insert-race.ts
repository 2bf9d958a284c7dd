import { sqlState } from './postgres-failure.ts';

const uniqueViolation = '23505';
const triesMax = 5;

/**
 * Runs an upsert into a table with a second unique key, and again when it met that one. ON CONFLICT forgives only the key
 * it names: of two writers that insert the same row at once, the later may run into the earlier in the other key's index
 * and fail. Asked again it finds the row, as it is committed by then. Rejects when that stays so: then another row has the key.
 *
 * Source: "Speculative insertion" in src/backend/executor/execIndexing.c of PostgreSQL, and
 * https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT (arbiter indexes).
 */
export async function settleInsertRace<T>(upsert: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await upsert();
    } catch (error) {
      if (tries === triesMax || !isInsertRace(error)) throw error;
    }
  }
}

/** Whether an insert failed because the row is there, or is being inserted by somebody else. */
export function isInsertRace(error: unknown): boolean {
  return sqlState(error) === uniqueViolation;
}
