import type { VendorMember } from '@fairgate/shared/contracts/vendors.ts';
import type { VendorMemberRow } from '@fairgate/shared/database/rows.ts';
import type { VendorRole } from '@fairgate/shared/domain/vendor-roles.ts';

export function showMember(
  row: VendorMemberRow & { readonly user: { readonly name: string; readonly email: string } },
): VendorMember {
  return {
    userId: row.userId,
    name: row.user.name,
    email: row.user.email,
    role: row.role as VendorRole,
    since: row.createdAt.toISOString(),
  };
}
