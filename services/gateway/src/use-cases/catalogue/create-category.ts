import type { Category, CategoryDraft } from '@fairgate/shared/contracts/categories.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { categoriesPerEventMax } from '@fairgate/shared/domain/limits.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { v7 } from 'uuid';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { requireChargeable } from '../../catalogue/price-step.ts';
import { showCategory } from '../../catalogue/show-category.ts';
import { violatedConstraint } from '../../catalogue/violated-constraint.ts';

/** Priced in the event's currency. Without a position it is listed last. */
export async function createCategory(
  database: Database,
  account: Account,
  eventId: string,
  draft: CategoryDraft,
): Promise<Category> {
  const { vendorId, currency } = await requireEvent(database, account, eventId, 'edit');
  requireChargeable(draft.priceMinor, currency);
  const present = await database.category.count({ where: { eventId } });
  if (present >= categoriesPerEventMax) throw new Problem('LIMIT_REACHED', { limit: categoriesPerEventMax });
  const id = v7();
  const { name, description = '', priceMinor, color = null, position = present } = draft;
  const detail = { name, description, priceMinor, color, position };
  const note = { actor: account.id, vendorId, action: 'category.create', subject: `category:${id}`, detail };
  try {
    // The event's row is held, so that its currency is not changed in the same moment.
    await database.$executeRaw`
      with changed as (
        insert into categories (event_id, id, name, description, price_minor, currency, color, position)
          select e.id, ${id}::uuid, ${name}, ${description}, ${priceMinor}::integer, e.currency, ${color},
            ${position}::integer
          from events e where e.id = ${eventId}::uuid and e.deleted_at is null for key share
          returning id),
      ${audited(note)}
      select id from changed`;
  } catch (error) {
    if (violatedConstraint(error) === 'categories_event_id_name_key')
      throw new Problem('NAME_TAKEN', { name });
    throw error;
  }
  const category = await database.category.findUnique({ where: { eventId_id: { eventId, id } } });
  if (category === null) throw new Problem('NOT_FOUND');
  return showCategory(category);
}
