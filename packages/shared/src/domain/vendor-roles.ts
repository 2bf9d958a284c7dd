/** What a member of a vendor may do, by role. */
export type VendorRole = 'owner' | 'manager' | 'viewer';

/** `people`: members and their roles. `payment`: currency, country, what a bank statement says, the Stripe account. */
export type VendorRight = 'read' | 'edit' | 'people' | 'payment';

const rightsByRole: { readonly [role in VendorRole]: readonly VendorRight[] } = {
  owner: ['read', 'edit', 'people', 'payment'],
  manager: ['read', 'edit'],
  viewer: ['read'],
};

export function roleAllows(role: VendorRole, right: VendorRight): boolean {
  return rightsByRole[role].includes(right);
}
