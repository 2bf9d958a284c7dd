import type { Database } from '@fairgate/shared/database/client.ts';
import { roleAllows, type VendorRight, type VendorRole } from '@fairgate/shared/domain/vendor-roles.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../access/policy.ts';

/** A vendor's members among whom only the caller's own row was loaded. */
export interface OwnMembership {
  readonly members: readonly { readonly role: string }[];
}

/** For a Prisma `include`: the caller's own membership of a vendor, and nobody else's. */
export function ownMembership(account: Account) {
  return { members: { where: { userId: account.id }, select: { role: true } } } as const;
}

/** The caller's role at a vendor; null for operations. NOT_FOUND for strangers, FORBIDDEN for members without the right. */
export async function requireVendor(
  database: Database,
  account: Account,
  vendorId: string,
  right: VendorRight,
): Promise<VendorRole | null> {
  const vendor = await database.vendor.findUnique({
    where: { id: vendorId },
    select: ownMembership(account),
  });
  return requireRight(vendor, account, right);
}

/** The same for a vendor that was loaded with `ownMembership`. Operations may read everything and change nothing. */
export function requireRight(
  vendor: OwnMembership | null,
  account: Account,
  right: VendorRight,
): VendorRole | null {
  if (vendor === null) throw new Problem('NOT_FOUND');
  const role = (vendor.members[0]?.role as VendorRole | undefined) ?? null;
  if (role === null && !account.isOps) throw new Problem('NOT_FOUND');
  const allowed = role === null ? right === 'read' : roleAllows(role, right);
  if (!allowed) throw new Problem('FORBIDDEN', { role: role ?? 'ops' });
  return role;
}
