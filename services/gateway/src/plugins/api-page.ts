import { createHash } from 'node:crypto';
import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';

const document = '/openapi.json';

/** The page shows our document and calls us; everything that its makers offer beside that is off. */
const configuration = {
  url: document,
  pageTitle: 'Fairgate’s API',
  favicon: '/favicon.svg',
  withDefaultFonts: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  // There is no option for the link to the makers.
  customCss: 'a[href*="scalar.com"] { display: none }',
} as const;

/** The document and a readable page of it. */
export async function serveApiPages(app: FastifyInstance): Promise<void> {
  app.get(document, { schema: { hide: true }, config: { policy: 'anyone', limit: 'document' } }, async () =>
    app.swagger(),
  );
  await app.register(async (page) => {
    page.addHook('onRoute', (route) => {
      route.config = { ...route.config, policy: 'anyone', limit: 'document' };
    });
    page.addHook('onSend', async (_request, reply, payload) => {
      if (typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html'))
        reply.header('content-security-policy', contentSecurityPolicy(payload));
    });
    await page.register(scalar, { routePrefix: '/docs', configuration });
  });
}

/**
 * Nothing runs but our own files and the script that is written in the page, and nothing is loaded from or told to
 * anyone else. The page styles itself as it goes.
 */
function contentSecurityPolicy(html: string): string {
  const written = [...html.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map(([, script = '']) => script);
  const hashes = written
    .filter((script) => script !== '')
    .map((script) => ` 'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return [
    "default-src 'self'",
    `script-src 'self'${hashes.join('')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
