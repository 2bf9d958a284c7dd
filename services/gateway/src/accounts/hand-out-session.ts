import type { Session } from '@fairgate/shared/contracts/accounts.ts';
import type { AccountRow } from '@fairgate/shared/database/account-columns.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { AccessTokens } from '../access/access-tokens.ts';
import type { PasswordPool } from '../access/password-pool.ts';
import type { RefreshTokens } from '../access/refresh-tokens.ts';
import { accountOf } from './show-account.ts';

/** What signing up, in and on needs. */
export interface Identity {
  readonly database: Database;
  readonly passwords: PasswordPool;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
}

/** The roles in the access token are those of this moment: a change shows at the next renewal. */
export async function handOutSession(
  accessTokens: AccessTokens,
  row: AccountRow,
  refreshToken: string,
  refreshExpiresAt: Date,
): Promise<Session> {
  const account = accountOf(row);
  const access = await accessTokens.issue(account, new Date());
  return {
    tokenType: 'Bearer',
    accessToken: access.token,
    accessExpiresAt: access.expiresAt.toISOString(),
    refreshToken,
    refreshExpiresAt: refreshExpiresAt.toISOString(),
    account,
  };
}
