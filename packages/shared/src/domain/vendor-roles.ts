/** What a member of a vendor may do, by role. */
export type VendorRole = 'owner' | 'manager' | 'viewer';

/**
 * `gate`: letting people in. `refund`: money back to buyers, moving events and calling them off. `people`: members and
 * their roles. `payment`: currency, country, what a bank statement says, the Stripe account.
 */
export type VendorRight = 'read' | 'edit' | 'gate' | 'refund' | 'people' | 'payment';

const rightsByRole: { readonly [role in VendorRole]: readonly VendorRight[] } = {
  owner: ['read', 'edit', 'gate', 'refund', 'people', 'payment'],
  manager: ['read', 'edit', 'gate', 'refund'],
  viewer: ['read'],
};

export function roleAllows(role: VendorRole, right: VendorRight): boolean {
  return rightsByRole[role].includes(right);
}
