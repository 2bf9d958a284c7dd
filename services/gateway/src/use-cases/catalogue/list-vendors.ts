import type { Vendor } from '@fairgate/shared/contracts/vendors.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { VendorRole } from '@fairgate/shared/domain/vendor-roles.ts';
import type { Account } from '../../access/policy.ts';
import { type ListPage, listCursor, listPage } from '../../catalogue/list-cursor.ts';
import { showVendor } from '../../catalogue/show-vendor.ts';

const cursor = listCursor('vendors', ['uuid']);

/** The vendors that the caller is a member of, oldest first. */
export async function listVendors(
  database: Database,
  account: Account,
  page: { readonly limit: number; readonly after?: string },
): Promise<ListPage<Vendor>> {
  const after = cursor.read(page.after);
  const rows = await database.vendorMember.findMany({
    where: { userId: account.id, ...(after?.[0] !== undefined && { vendorId: { gt: after[0] } }) },
    include: { vendor: true },
    orderBy: { vendorId: 'asc' },
    take: page.limit + 1,
  });
  return listPage(
    rows,
    page.limit,
    (row) => cursor.write([row.vendorId]),
    (row) => showVendor(row.vendor, row.role as VendorRole),
  );
}
