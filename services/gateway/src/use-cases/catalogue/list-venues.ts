import type { Venue } from '@fairgate/shared/contracts/venues.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { Account } from '../../access/policy.ts';
import { type ListPage, listCursor, listPage } from '../../catalogue/list-cursor.ts';
import { showVenue } from '../../catalogue/show-venue.ts';
import { requireVendor } from '../../catalogue/vendor-access.ts';

const cursor = listCursor('venues', ['uuid']);

/** A vendor's venues, oldest first. */
export async function listVenues(
  database: Database,
  account: Account,
  vendorId: string,
  page: { readonly limit: number; readonly after?: string },
): Promise<ListPage<Venue>> {
  const after = cursor.read(page.after);
  await requireVendor(database, account, vendorId, 'read');
  const rows = await database.venue.findMany({
    where: { vendorId, deletedAt: null, ...(after?.[0] !== undefined && { id: { gt: after[0] } }) },
    orderBy: { id: 'asc' },
    take: page.limit + 1,
  });
  return listPage(rows, page.limit, (row) => cursor.write([row.id]), showVenue);
}
