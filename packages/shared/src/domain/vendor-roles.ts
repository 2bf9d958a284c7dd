/** What a member of a vendor may do, by role. */
export type VendorRole = 'owner' | 'manager' | 'viewer';

/** `gate`: letting people in. `people`: members and their roles. `payment`: currency, country, what a bank statement says, the Stripe account. */
export type VendorRight = 'read' | 'edit' | 'gate' | 'people' | 'payment';

const rightsByRole: { readonly [role in VendorRole]: readonly VendorRight[] } = {
  owner: ['read', 'edit', 'gate', 'people', 'payment'],
  manager: ['read', 'edit', 'gate'],
  viewer: ['read'],
};

export function roleAllows(role: VendorRole, right: VendorRight): boolean {
  return rightsByRole[role].includes(right);
}
