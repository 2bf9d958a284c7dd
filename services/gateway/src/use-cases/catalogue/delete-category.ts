import type { Database } from '@fairgate/shared/database/client.ts';
import { salesExist } from '@fairgate/shared/domain/event-edit-gate.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { countSales, refuseForSales } from '../../catalogue/event-sales.ts';
import { violatedConstraint } from '../../catalogue/violated-constraint.ts';

/**
 * Refused while the category has tickets: SALES_EXIST when some are sold or in unfinished orders, else STATE_CONFLICT
 * with how many. A retired ticket counts: its history names the category.
 */
export async function deleteCategory(
  database: Database,
  account: Account,
  eventId: string,
  categoryId: string,
): Promise<void> {
  const { vendorId } = await requireEvent(database, account, eventId, 'edit');
  const subject = `category:${categoryId}`;
  const note = { actor: account.id, vendorId, action: 'category.delete', subject, detail: {} };
  try {
    const deleted = await database.$queryRaw<unknown[]>`
      with changed as (
        delete from categories where event_id = ${eventId}::uuid and id = ${categoryId}::uuid returning id),
      ${audited(note)}
      select id from changed`;
    if (deleted.length === 0) throw new Problem('NOT_FOUND');
  } catch (error) {
    if (violatedConstraint(error) !== 'tickets_event_id_category_id_fkey') throw error;
    const sales = await countSales(database, eventId, categoryId);
    if (salesExist(sales)) throw refuseForSales(sales, ['category']);
    const tickets = await database.ticket.count({ where: { eventId, categoryId } });
    throw new Problem('STATE_CONFLICT', { state: 'HAS_TICKETS', tickets });
  }
}
