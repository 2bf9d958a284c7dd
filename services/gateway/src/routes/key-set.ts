import { JsonWebKeySet } from '@fairgate/shared/contracts/accounts.ts';
import { problems } from '@fairgate/shared/contracts/common.ts';
import type { FastifyInstance } from 'fastify';

const cacheSeconds = 300;

/** The public keys of our tokens, for whoever verifies them elsewhere (RFC 7517). */
export function serveKeySet(app: FastifyInstance, keySet: JsonWebKeySet): void {
  app.get(
    '/.well-known/jwks.json',
    {
      schema: {
        tags: ['accounts'],
        operationId: 'getKeySet',
        summary: 'Keys that verify our tokens',
        response: { 200: JsonWebKeySet, ...problems() },
      },
      config: { policy: 'anyone', limit: 'document' },
    },
    async (_request, reply) => reply.header('cache-control', `public, max-age=${cacheSeconds}`).send(keySet),
  );
}
