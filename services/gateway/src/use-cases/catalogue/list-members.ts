import type { VendorMember } from '@fairgate/shared/contracts/vendors.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { Account } from '../../access/policy.ts';
import { type ListPage, listCursor, listPage } from '../../catalogue/list-cursor.ts';
import { showMember } from '../../catalogue/show-member.ts';
import { requireVendor } from '../../catalogue/vendor-access.ts';

const cursor = listCursor('members', ['uuid']);

export async function listMembers(
  database: Database,
  account: Account,
  vendorId: string,
  page: { readonly limit: number; readonly after?: string },
): Promise<ListPage<VendorMember>> {
  const after = cursor.read(page.after);
  await requireVendor(database, account, vendorId, 'read');
  const rows = await database.vendorMember.findMany({
    where: { vendorId, ...(after?.[0] !== undefined && { userId: { gt: after[0] } }) },
    include: { user: { select: { name: true, email: true } } },
    orderBy: { userId: 'asc' },
    take: page.limit + 1,
  });
  return listPage(rows, page.limit, (row) => cursor.write([row.userId]), showMember);
}
