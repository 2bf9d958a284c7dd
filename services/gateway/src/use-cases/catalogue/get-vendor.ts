import type { Vendor } from '@fairgate/shared/contracts/vendors.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { showVendor } from '../../catalogue/show-vendor.ts';
import { requireVendor } from '../../catalogue/vendor-access.ts';

export async function getVendor(database: Database, account: Account, vendorId: string): Promise<Vendor> {
  const role = await requireVendor(database, account, vendorId, 'read');
  const vendor = await database.vendor.findUnique({ where: { id: vendorId } });
  if (vendor === null) throw new Problem('NOT_FOUND');
  return showVendor(vendor, role);
}
