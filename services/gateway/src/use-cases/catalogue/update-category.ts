import type { Category, CategoryDraft } from '@fairgate/shared/contracts/categories.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { sql } from '@fairgate/shared/database/sql.ts';
import { salesExist } from '@fairgate/shared/domain/event-edit-gate.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { republished } from '../../catalogue/drop-publication.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { lockEvent } from '../../catalogue/event-locks.ts';
import { countSales, nothingSold, refuseForSales } from '../../catalogue/event-sales.ts';
import { requireChargeable } from '../../catalogue/price-step.ts';
import { showCategory } from '../../catalogue/show-category.ts';
import { violatedConstraint } from '../../catalogue/violated-constraint.ts';

/** Replaces a category. Its price stands still once a ticket of it is sold or in an unfinished order: SALES_EXIST. */
export async function updateCategory(
  database: Database,
  account: Account,
  eventId: string,
  categoryId: string,
  version: number,
  draft: CategoryDraft,
): Promise<Category> {
  const { vendorId } = await requireEvent(database, account, eventId, 'edit');
  const key = { where: { eventId_id: { eventId, id: categoryId } } };
  const before = await database.category.findUnique(key);
  if (before === null) throw new Problem('NOT_FOUND');
  if (before.version !== version) throw new Problem('PRECONDITION_FAILED');
  requireChargeable(draft.priceMinor, before.currency);
  const { name, description = '', priceMinor, color = null, position = before.position } = draft;
  const repriced = priceMinor !== before.priceMinor;
  const detail = { from: version, set: { name, description, priceMinor, color, position } };
  const note = {
    actor: account.id,
    vendorId,
    action: 'category.update',
    subject: `category:${categoryId}`,
    detail,
  };
  try {
    const [, , changed] = await database.$transaction([
      ...lockEvent(database, eventId, repriced),
      database.$queryRaw<unknown[]>`
        with changed as (
          update categories set name = ${name}, description = ${description}, price_minor = ${priceMinor},
              color = ${color}, position = ${position}, version = version + 1, updated_at = clock_timestamp()
            where event_id = ${eventId}::uuid and id = ${categoryId}::uuid and version = ${version}
              and ${repriced ? nothingSold(eventId, categoryId) : sql`true`}
            returning id),
        ${audited(note)}, ${republished(eventId)}
        select id from changed`,
    ]);
    if (changed.length === 0) throw await whyNot(database, eventId, categoryId, version);
  } catch (error) {
    if (violatedConstraint(error) === 'categories_event_id_name_key')
      throw new Problem('NAME_TAKEN', { name });
    throw error;
  }
  return showCategory(await database.category.findUniqueOrThrow(key));
}

async function whyNot(
  database: Database,
  eventId: string,
  categoryId: string,
  version: number,
): Promise<Problem> {
  const category = await database.category.findUnique({ where: { eventId_id: { eventId, id: categoryId } } });
  if (category === null) return new Problem('NOT_FOUND');
  if (category.version !== version) return new Problem('PRECONDITION_FAILED');
  const sales = await countSales(database, eventId, categoryId);
  return salesExist(sales) ? refuseForSales(sales, ['priceMinor']) : new Problem('PRECONDITION_FAILED');
}
