import type { EventSummary } from '@fairgate/shared/contracts/events.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { sql } from '@fairgate/shared/database/sql.ts';
import type { Account } from '../../access/policy.ts';
import { type ListPage, listCursor, listPage } from '../../catalogue/list-cursor.ts';
import { listEventRows } from '../../catalogue/list-event-rows.ts';
import type { SoldOutDrops } from '../../catalogue/sold-out-drops.ts';
import { requireVendor } from '../../catalogue/vendor-access.ts';

const cursor = listCursor('events', ['uuid']);

/** All of a vendor's events, drafts too, the newest made first. */
export async function listVendorEvents(
  database: Database,
  soldOut: SoldOutDrops,
  account: Account,
  vendorId: string,
  page: { readonly limit: number; readonly after?: string },
): Promise<ListPage<EventSummary>> {
  const after = cursor.read(page.after);
  await requireVendor(database, account, vendorId, 'read');
  const older = after === null ? sql`true` : sql`id < ${after[0]}::uuid`;
  const events = await listEventRows(
    database,
    soldOut,
    sql`select id, row_number() over (order by id desc) as place from events
      where vendor_id = ${vendorId}::uuid and deleted_at is null and ${older}
      order by id desc limit ${page.limit + 1}`,
  );
  return listPage(
    events,
    page.limit,
    (event) => cursor.write([event.id]),
    (event) => event,
  );
}
