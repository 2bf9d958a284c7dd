import { fileURLToPath } from 'node:url';
import type { GatewayConfig } from '@fairgate/shared/config.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { findDemoFan } from '../use-cases/accounts/find-demo-fan.ts';

const webFolder = fileURLToPath(new URL('../../../../web/', import.meta.url));
/** Where real cards go. The plain page never sends one there: Stripe's own form would. */
const realStripe = 'https://api.stripe.com';
/**
 * The files have no version in their names, so browsers ask each time and get 304; what stands between us may keep them
 * for half a minute, so that a crowd that loads the page at the opening reaches it and not us.
 */
const cacheControl = 'public, max-age=0, s-maxage=30, must-revalidate';

/** The plain page at `/`: static files, and the few facts of this installation that it shows. */
export async function servePages(
  app: FastifyInstance,
  config: Pick<GatewayConfig, 'stripeApiUrl' | 'mail'>,
  database: Database,
): Promise<void> {
  const policy = contentSecurityPolicy(config.stripeApiUrl);
  await app.register(async (pages) => {
    pages.addHook('onRoute', (route) => {
      route.config = { ...route.config, policy: 'anyone', limit: 'document' };
    });
    // Without a wildcard every file is a route of its own, and any other address stays a problem of the API.
    await pages.register(staticFiles, {
      root: webFolder,
      wildcard: false,
      globIgnore: ['**/*.md'],
      cacheControl: false,
      setHeaders: (reply) => {
        reply.header('cache-control', cacheControl).header('content-security-policy', policy);
      },
    });
    // The link of the mail with which a new password is chosen.
    pages.get('/reset-password', { schema: { hide: true } }, (_request, reply) =>
      reply.sendFile('index.html'),
    );
    pages.get('/page-facts.json', { schema: { hide: true } }, async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      return {
        demoFan: isDevelopmentOnly(config) ? await findDemoFan(database) : null,
        mails: config.mail.kind === 'folder' ? '/dev/mails' : null,
      };
    });
  });
}

/** A password may be shown only where no real money moves and no real mail leaves. */
function isDevelopmentOnly({ stripeApiUrl, mail }: Pick<GatewayConfig, 'stripeApiUrl' | 'mail'>): boolean {
  return mail.kind === 'folder' && stripeApiUrl !== realStripe;
}

/** Nothing but our own files runs or loads; the page speaks to us, and in development to the loopback Stripe. */
function contentSecurityPolicy(stripeApiUrl: string): string {
  const stripe = stripeApiUrl === realStripe ? '' : ` ${new URL(stripeApiUrl).origin}`;
  return [
    "default-src 'self'",
    `connect-src 'self'${stripe}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
