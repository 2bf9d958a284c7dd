import type { Reconciliation } from '@fairgate/shared/contracts/operations.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { listReconciliations } from '@fairgate/shared/database/reconciliations.ts';
import { type ListPage, listCursor, listPage } from '../../catalogue/list-cursor.ts';

const cursor = listCursor('reconciliations', ['day']);

/** Stripe's books beside ours, newest day first. */
export async function showReconciliations(
  database: Database,
  query: { readonly limit: number; readonly after?: string },
): Promise<ListPage<Reconciliation>> {
  const before = cursor.read(query.after)?.[0] ?? null;
  const rows = await listReconciliations(database, before, query.limit + 1);
  return listPage(
    rows,
    query.limit,
    (row) => cursor.write([row.day]),
    (row) => ({
      ...row,
      finishedAt: row.finishedAt?.toISOString() ?? null,
      totals: [...row.totals],
      differences: [...row.differences],
    }),
  );
}
