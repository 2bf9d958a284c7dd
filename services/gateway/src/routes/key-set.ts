import { JsonWebKeySet } from '@fairgate/shared/contracts/accounts.ts';
import type { FastifyInstance } from 'fastify';

const cacheSeconds = 300;

/** The public keys of our tokens, for whoever verifies them elsewhere (RFC 7517). */
export function serveKeySet(app: FastifyInstance, keySet: JsonWebKeySet): void {
  app.get(
    '/.well-known/jwks.json',
    {
      schema: {
        tags: ['accounts'],
        summary: 'Keys that verify our tokens',
        response: { 200: JsonWebKeySet },
      },
      config: { policy: 'anyone', limit: 'document' },
    },
    async (_request, reply) => reply.header('cache-control', `public, max-age=${cacheSeconds}`).send(keySet),
  );
}
