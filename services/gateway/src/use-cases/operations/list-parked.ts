import type { ParkedQuery, ParkedWork } from '@fairgate/shared/contracts/operations.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { listParked } from '@fairgate/shared/database/parked-work.ts';
import { type ListPage, listCursor, listPage } from '../../catalogue/list-cursor.ts';

const cursor = listCursor('parked', ['micros', 'word', 'word']);

/** Work that failed too often, that which was parked first first. */
export async function showParked(database: Database, query: ParkedQuery): Promise<ListPage<ParkedWork>> {
  const [parkedMicros = '', kind = '', id = ''] = cursor.read(query.after) ?? [];
  const after = query.after === undefined ? null : { parkedMicros, kind, id };
  const rows = await listParked(database, query.kind ?? null, after, query.limit + 1);
  return listPage(
    rows,
    query.limit,
    (row) => cursor.write([row.parkedMicros, row.kind, row.id]),
    ({ parkedMicros: _, parkedAt, ...row }) => ({ ...row, parkedAt: parkedAt.toISOString() }),
  );
}
