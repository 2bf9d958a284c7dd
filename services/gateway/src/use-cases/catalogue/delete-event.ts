import type { Database } from '@fairgate/shared/database/client.ts';
import { salesExist } from '@fairgate/shared/domain/event-edit-gate.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { republished } from '../../catalogue/drop-publication.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { lockEvent } from '../../catalogue/event-locks.ts';
import { countSales, nothingSold, refuseForSales } from '../../catalogue/event-sales.ts';

/** Takes the event out of sight for good. Refused once a ticket is sold or in an unfinished order: SALES_EXIST. */
export async function deleteEvent(database: Database, account: Account, eventId: string): Promise<void> {
  const { vendorId } = await requireEvent(database, account, eventId, 'edit');
  const note = {
    actor: account.id,
    vendorId,
    action: 'event.delete',
    subject: `event:${eventId}`,
    detail: {},
  };
  const [, , deleted] = await database.$transaction([
    ...lockEvent(database, eventId, true),
    database.$queryRaw<unknown[]>`
      with changed as (
        update events set deleted_at = clock_timestamp(), version = version + 1, updated_at = clock_timestamp()
          where id = ${eventId}::uuid and deleted_at is null and ${nothingSold(eventId)}
          returning id),
      ${audited(note)}, ${republished(eventId)}
      select id from changed`,
  ]);
  if (deleted.length > 0) return;
  const sales = await countSales(database, eventId);
  throw salesExist(sales) ? refuseForSales(sales, ['event']) : new Problem('NOT_FOUND');
}
