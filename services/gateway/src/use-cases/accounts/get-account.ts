import type { Account } from '@fairgate/shared/contracts/accounts.ts';
import { type AccountRow, accountColumns } from '@fairgate/shared/database/account-columns.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { accountOf } from '../../accounts/show-account.ts';

/** null when the account is gone though its token still lives. */
export async function getAccount(database: Database, accountId: string): Promise<Account | null> {
  const [row] = await database.$queryRaw<AccountRow[]>`
    select ${accountColumns} from users u where u.id = ${accountId}::uuid`;
  return row === undefined ? null : accountOf(row);
}
