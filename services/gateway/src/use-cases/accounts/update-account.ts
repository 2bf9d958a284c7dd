import type { Account, AccountChange } from '@fairgate/shared/contracts/accounts.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { getAccount } from './get-account.ts';

export type UpdateAccountOutcome =
  | { readonly kind: 'edited'; readonly account: Account }
  /** Someone edited it since it was loaded. */
  | { readonly kind: 'changedMeanwhile' }
  | { readonly kind: 'gone' };

/** @param version the one that the caller loaded */
export async function updateAccount(
  database: Database,
  accountId: string,
  version: number,
  { name, address }: AccountChange,
): Promise<UpdateAccountOutcome> {
  const noAddress = { street: null, postalCode: null, city: null, country: null };
  const { count } = await database.user.updateMany({
    where: { id: accountId, version },
    data: {
      ...(name !== undefined && { name }),
      ...(address !== undefined && (address ?? noAddress)),
      version: { increment: 1 },
      updatedAt: new Date(),
    },
  });
  const account = await getAccount(database, accountId);
  if (account === null) return { kind: 'gone' };
  return count === 0 ? { kind: 'changedMeanwhile' } : { kind: 'edited', account };
}
