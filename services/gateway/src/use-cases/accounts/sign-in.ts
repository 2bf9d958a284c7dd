import { randomUUID } from 'node:crypto';
import type { Session, SignInBody } from '@fairgate/shared/contracts/accounts.ts';
import { type AccountRow, accountColumns } from '@fairgate/shared/database/account-columns.ts';
import { sessionIdleDays, tokenHash } from '../../access/refresh-tokens.ts';
import { handOutSession, type Identity } from '../../accounts/hand-out-session.ts';
import { normalEmail } from '../../accounts/show-account.ts';

export type SignInOutcome =
  | { readonly kind: 'signedIn'; readonly session: Session }
  | { readonly kind: 'credentialsWrong' };

type SignedInRow = AccountRow & { readonly refreshExpiresAt: Date };

/** An unknown address costs the same look-up and the same password check as a known one. */
export async function signIn(identity: Identity, { email, password }: SignInBody): Promise<SignInOutcome> {
  const { database, passwords } = identity;
  const found = await database.user.findUnique({
    where: { email: normalEmail(email) },
    select: { id: true, passwordHash: true },
  });
  const isRight = await passwords.matches(found?.passwordHash ?? null, password);
  if (found === null || !isRight) return { kind: 'credentialsWrong' };
  const session = await startSession(identity, found.id, found.passwordHash);
  return session === null ? { kind: 'credentialsWrong' } : { kind: 'signedIn', session };
}

/**
 * The share lock lets a password reset come either wholly before (the hash is another, no session) or wholly after (it
 * ends this session too).
 */
async function startSession(
  identity: Identity,
  accountId: string,
  checkedHash: string,
): Promise<Session | null> {
  const refreshToken = identity.refreshTokens.first();
  const familyId = randomUUID();
  const [row] = await identity.database.$queryRaw<SignedInRow[]>`
    with u as materialized (
      select * from users where id = ${accountId}::uuid and password_hash = ${checkedHash} for share
    ), started as (
      insert into refresh_tokens (id, family_id, user_id, token_hash, expires_at)
      select ${familyId}::uuid, ${familyId}::uuid, u.id, ${tokenHash(refreshToken)},
        now() + ${sessionIdleDays}::int * interval '1 day'
      from u
      returning expires_at
    )
    select ${accountColumns}, started.expires_at as "refreshExpiresAt" from u cross join started`;
  return row === undefined
    ? null
    : handOutSession(identity.accessTokens, row, refreshToken, row.refreshExpiresAt);
}
