import type { Category } from '@fairgate/shared/contracts/categories.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { requireVisibleEvent } from '../../catalogue/event-access.ts';
import { showCategory } from '../../catalogue/show-category.ts';

export async function getCategory(
  database: Database,
  account: Account | null,
  eventId: string,
  categoryId: string,
): Promise<Category> {
  await requireVisibleEvent(database, account, eventId);
  const category = await database.category.findUnique({ where: { eventId_id: { eventId, id: categoryId } } });
  if (category === null) throw new Problem('NOT_FOUND');
  return showCategory(category);
}
