import type { Drop } from '@fairgate/shared/contracts/drops.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { Account } from '../../access/policy.ts';
import { requireVisibleEvent } from '../../catalogue/event-access.ts';
import { type ListPage, listCursor, listPage } from '../../catalogue/list-cursor.ts';
import { showDrop, withTicketCount } from '../../catalogue/show-drop.ts';

const cursor = listCursor('drops', ['uuid']);

/** An event's drops, the first made first. */
export async function listDrops(
  database: Database,
  account: Account | null,
  eventId: string,
  page: { readonly limit: number; readonly after?: string },
): Promise<ListPage<Drop>> {
  const after = cursor.read(page.after);
  await requireVisibleEvent(database, account, eventId);
  const rows = await database.drop.findMany({
    where: { eventId, ...(after?.[0] !== undefined && { id: { gt: after[0] } }) },
    include: withTicketCount,
    orderBy: { id: 'asc' },
    take: page.limit + 1,
  });
  const nowMs = Date.now();
  return listPage(
    rows,
    page.limit,
    (row) => cursor.write([row.id]),
    (row) => showDrop(row, nowMs),
  );
}
