import { randomUUID } from 'node:crypto';
import type { Session, SignUpBody } from '@fairgate/shared/contracts/accounts.ts';
import { type AccountRow, accountColumns } from '@fairgate/shared/database/account-columns.ts';
import { v7 as uuidv7 } from 'uuid';
import { sessionIdleDays, tokenHash } from '../../access/refresh-tokens.ts';
import { handOutSession, type Identity } from '../../accounts/hand-out-session.ts';
import { normalEmail } from '../../accounts/show-account.ts';

export type SignUpOutcome =
  | { readonly kind: 'signedUp'; readonly session: Session }
  | { readonly kind: 'emailTaken' };

type SignedUpRow = AccountRow & { readonly refreshExpiresAt: Date };

/** Makes the account and its first session at once. */
export async function signUp(identity: Identity, wish: SignUpBody): Promise<SignUpOutcome> {
  const { database, passwords, accessTokens, refreshTokens } = identity;
  const passwordHash = await passwords.hash(wish.password);
  const refreshToken = refreshTokens.first();
  const familyId = randomUUID();
  const { street = null, postalCode = null, city = null, country = null } = wish.address ?? {};
  const [row] = await database.$queryRaw<SignedUpRow[]>`
    with u as (
      insert into users (id, email, name, street, postal_code, city, country, password_hash)
      values (${uuidv7()}::uuid, ${normalEmail(wish.email)}, ${wish.name}, ${street}, ${postalCode}, ${city},
        ${country}, ${passwordHash})
      on conflict (email) do nothing
      returning *
    ), started as (
      insert into refresh_tokens (id, family_id, user_id, token_hash, expires_at)
      select ${familyId}::uuid, ${familyId}::uuid, u.id, ${tokenHash(refreshToken)},
        now() + ${sessionIdleDays}::int * interval '1 day'
      from u
      returning expires_at
    )
    select ${accountColumns}, started.expires_at as "refreshExpiresAt" from u cross join started`;
  if (row === undefined) return { kind: 'emailTaken' };
  return {
    kind: 'signedUp',
    session: await handOutSession(accessTokens, row, refreshToken, row.refreshExpiresAt),
  };
}
