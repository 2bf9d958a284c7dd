import type { Category } from '@fairgate/shared/contracts/categories.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { Account } from '../../access/policy.ts';
import { requireVisibleEvent } from '../../catalogue/event-access.ts';
import { type ListPage, listCursor, listPage } from '../../catalogue/list-cursor.ts';
import { showCategory } from '../../catalogue/show-category.ts';

const cursor = listCursor('categories', ['whole', 'uuid']);

/** An event's categories by position. */
export async function listCategories(
  database: Database,
  account: Account | null,
  eventId: string,
  page: { readonly limit: number; readonly after?: string },
): Promise<ListPage<Category>> {
  const after = cursor.read(page.after);
  await requireVisibleEvent(database, account, eventId);
  const position = Number(after?.[0] ?? -1);
  const beyond = { OR: [{ position: { gt: position } }, { position, id: { gt: after?.[1] ?? '' } }] };
  const rows = await database.category.findMany({
    where: { eventId, ...(after !== null && beyond) },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    take: page.limit + 1,
  });
  return listPage(rows, page.limit, (row) => cursor.write([row.position, row.id]), showCategory);
}
