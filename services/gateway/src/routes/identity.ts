import type { GatewayConfig } from '@fairgate/shared/config.ts';
import { openMailer } from '@fairgate/shared/mail/open-mailer.ts';
import type { FastifyInstance } from 'fastify';
import type { AccessTokens } from '../access/access-tokens.ts';
import type { RequestCounter } from '../access/count-requests.ts';
import { openPasswordPool } from '../access/password-pool.ts';
import { createRefreshTokens } from '../access/refresh-tokens.ts';
import { sessionCookie } from '../http/session-cookie.ts';
import type { Stores } from '../stores.ts';
import { takePasswordResets } from '../use-cases/accounts/ask-password-reset.ts';
import { serveAccounts } from './accounts.ts';
import { serveDevMails } from './dev-mails.ts';
import { servePasswordResets } from './password-resets.ts';
import { serveSessions } from './sessions.ts';

/** Accounts, sessions and password resets, with the thread and the mailer that they alone use. */
export function serveIdentity(
  app: FastifyInstance,
  config: GatewayConfig,
  { database }: Stores,
  accessTokens: AccessTokens,
  counter: RequestCounter,
): void {
  const passwords = openPasswordPool();
  const mailer = openMailer(config.mail, config.mailFrom);
  const resets = takePasswordResets({
    database,
    mailer,
    publicUrl: config.publicUrl,
    onFailure: (error) => app.log.error({ err: error }, 'a password reset was not mailed'),
  });
  app.addHook('onClose', async () => {
    await resets.settled();
    mailer.close();
    await passwords.close();
  });
  const refreshTokens = createRefreshTokens(config.encryptionKey);
  const identity = { database, passwords, accessTokens, refreshTokens };
  const refreshCookie = sessionCookie(config.publicUrl);
  serveAccounts(app, identity, refreshCookie);
  serveSessions(app, identity, refreshCookie, counter);
  servePasswordResets(app, { identity, resets, counter });
  if (config.mail.kind === 'folder') {
    app.log.warn(
      { folder: config.mail.folder },
      'mails stay in a folder and anyone can read them at /dev/mails',
    );
    serveDevMails(app, config.mail.folder);
  }
}
