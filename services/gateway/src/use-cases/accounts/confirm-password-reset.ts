import type { PasswordResetConfirmation } from '@fairgate/shared/contracts/accounts.ts';
import { tokenHash } from '../../access/refresh-tokens.ts';
import type { Identity } from '../../accounts/hand-out-session.ts';

export type ConfirmResetOutcome = 'passwordChanged' | 'linkEnded';

/** Sets the new password, spends the link and every other one, and ends all sessions of the account. */
export async function confirmPasswordReset(
  { database, passwords }: Pick<Identity, 'database' | 'passwords'>,
  { token, password }: PasswordResetConfirmation,
): Promise<ConfirmResetOutcome> {
  const hash = tokenHash(token);
  // A guessed link must not cost a password hash.
  const known = await database.passwordReset.count({
    where: { tokenHash: hash, usedAt: null, expiresAt: { gt: new Date() } },
  });
  if (known === 0) return 'linkEnded';
  const passwordHash = await passwords.hash(password);
  // Two statements in one transaction: the second sees the sessions that were begun while the first waited for the
  // account's row. No round trip of ours lies between them.
  const [changed] = await database.$transaction([
    database.$queryRaw<{ id: string }[]>`
      with owner as materialized (
        select u.id from users u
        where u.id = (select r.user_id from password_resets r where r.token_hash = ${hash})
        for no key update
      ), claimed as (
        update password_resets r set used_at = now() from owner
        where r.token_hash = ${hash} and r.used_at is null and r.expires_at > now()
        returning r.user_id
      ), voided as (
        update password_resets r set used_at = now() from claimed
        where r.user_id = claimed.user_id and r.token_hash <> ${hash} and r.used_at is null
      )
      update users u set password_hash = ${passwordHash} from claimed where u.id = claimed.user_id
      returning u.id`,
    database.$executeRaw`
      with families as materialized (
        select f.id from refresh_tokens f
        where f.id = f.family_id and f.user_id =
          (select r.user_id from password_resets r where r.token_hash = ${hash} and r.used_at = now())
        order by f.id
        for update
      )
      delete from refresh_tokens t using families f where t.family_id = f.id`,
  ]);
  return changed.length === 0 ? 'linkEnded' : 'passwordChanged';
}
