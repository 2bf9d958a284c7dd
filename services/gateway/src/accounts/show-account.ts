import type { Account } from '@fairgate/shared/contracts/accounts.ts';
import type { AccountRow } from '@fairgate/shared/database/account-columns.ts';

export function accountOf(row: AccountRow): Account {
  const { street, postalCode, city, country } = row;
  const isWhole = street !== null && postalCode !== null && city !== null && country !== null;
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    address: isWhole ? { street, postalCode, city, country } : null,
    isOps: row.isOps,
    isVendorMember: row.isVendorMember,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** E-mail addresses are compared without regard to case; the contract lets only ASCII through. */
export function normalEmail(email: string): string {
  return email.toLowerCase();
}
