import type { Vendor } from '@fairgate/shared/contracts/vendors.ts';
import type { VendorRow } from '@fairgate/shared/database/rows.ts';
import type { VendorRole } from '@fairgate/shared/domain/vendor-roles.ts';

export function showVendor(row: VendorRow, role: VendorRole | null): Vendor {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    contactEmail: row.contactEmail,
    payment: {
      currency: row.currency,
      country: row.country,
      statementDescriptor: row.statementDescriptor,
      stripeAccount: row.stripeAccount,
    },
    role,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
