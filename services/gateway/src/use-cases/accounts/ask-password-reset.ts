import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { Mailer } from '@fairgate/shared/mail/open-mailer.ts';
import { passwordResetMail } from '@fairgate/shared/mail/templates/password-reset-mail.ts';
import { tokenHash } from '../../access/refresh-tokens.ts';
import { normalEmail } from '../../accounts/show-account.ts';

export const passwordResetMinutes = 60;
/** The page that takes the new password; the token is behind the #, which browsers send to nobody. */
export const passwordResetPath = '/reset-password';
const requestsUnderWayMax = 200;

export interface PasswordResets {
  /**
   * Takes the request and returns at once: the account is looked for, and the mail sent, after the caller was answered,
   * so neither the answer nor its time tells whether there is one. false: too many are under way.
   */
  readonly ask: (email: string) => boolean;
  /** Resolves when all that was asked is done. */
  readonly settled: () => Promise<void>;
}

interface Surroundings {
  readonly database: Database;
  readonly mailer: Mailer;
  readonly publicUrl: string;
  readonly onFailure: (error: unknown) => void;
}

export function takePasswordResets(surroundings: Surroundings): PasswordResets {
  const underWay = new Set<Promise<void>>();
  return {
    ask(email) {
      if (underWay.size >= requestsUnderWayMax) return false;
      const work: Promise<void> = sendReset(surroundings, normalEmail(email))
        .catch(surroundings.onFailure)
        .finally(() => underWay.delete(work));
      underWay.add(work);
      return true;
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

async function sendReset({ database, mailer, publicUrl }: Surroundings, email: string): Promise<void> {
  const token = randomBytes(32).toString('base64url');
  const [owner] = await database.$queryRaw<{ name: string }[]>`
    with owner as (
      select id, name from users where email = ${email}
    ), kept as (
      insert into password_resets (token_hash, user_id, expires_at)
      select ${tokenHash(token)}, id, now() + ${passwordResetMinutes}::int * interval '1 minute' from owner
    )
    select name from owner`;
  if (owner === undefined) return;
  const link = `${publicUrl}${passwordResetPath}#token=${token}`;
  await mailer.send({
    id: `password-reset-${randomUUID()}`,
    to: { name: owner.name, email },
    ...passwordResetMail({ name: owner.name, link, minutesLeft: passwordResetMinutes }),
  });
}
