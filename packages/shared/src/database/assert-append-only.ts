import { invariant } from '../invariant.ts';
import type { Database } from './client.ts';

/** Stops the boot when this process could change or shorten the ledger: it must run as the role `fairgate_app`. */
export async function assertAppendOnly(database: Database): Promise<void> {
  const [row] = await database.$queryRaw<{ role: string; writable: boolean }[]>`
    select current_user as role, bool_or(has_table_privilege(current_user, 'ticket_ledger', privilege)) as writable
    from unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) as privilege`;
  invariant(
    row !== undefined && !row.writable,
    `the database role ${row?.role} may change the sale ledger; set DATABASE_URL to the role fairgate_app`,
  );
}
