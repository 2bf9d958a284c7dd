import type { Database } from '@fairgate/shared/database/client.ts';
import { type Sql, sql } from '@fairgate/shared/database/sql.ts';
import { salesExist } from '@fairgate/shared/domain/event-edit-gate.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { republished } from '../../catalogue/drop-publication.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { lockEvent } from '../../catalogue/event-locks.ts';
import { countSales, nothingSold, refuseForSales } from '../../catalogue/event-sales.ts';

/**
 * Takes the event out of sight for good. Refused once a ticket is sold or in an unfinished order: SALES_EXIST; and while
 * it is published and people are in the line of an open drop: STATE_CONFLICT with how many.
 */
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
            and not (status = 'PUBLISHED' and exists (${openLines(eventId)}))
          returning id),
      ${audited(note)}, ${republished(eventId)}
      select id from changed`,
  ]);
  if (deleted.length > 0) return;
  const sales = await countSales(database, eventId);
  if (salesExist(sales)) throw refuseForSales(sales, ['event']);
  const lines = await database.$queryRaw<{ entries: number }[]>`
    select count(*)::integer as entries from (${openLines(eventId)}) waiting`;
  const entries = lines[0]?.entries ?? 0;
  throw entries > 0 ? new Problem('STATE_CONFLICT', { state: 'IN_LINE', entries }) : new Problem('NOT_FOUND');
}

/** A query: who joined a drop of the event that is open. */
function openLines(eventId: string): Sql {
  return sql`select x.account_id from drop_entries x
    join drops d on d.event_id = x.event_id and d.id = x.drop_id
    where x.event_id = ${eventId}::uuid and d.state <> 'CLOSED' and d.opens_at <= clock_timestamp()
      and (d.closes_at is null or d.closes_at > clock_timestamp())`;
}
