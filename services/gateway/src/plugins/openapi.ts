import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { tidyDocument } from './tidy-document.ts';

const description = `Fairgate's public API. Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`.
Lists are paged with \`limit\` and \`after\`. A hold carries an id of your own, an order an \`Idempotency-Key\`: repeating either is harmless. Edits take \`If-Match\`.
Money is in integer minor units; times are UTC instants, with the venue's IANA time zone beside them.`;

/** The document at `/openapi.json`. Must be registered before the routes: it sees those that follow. */
export async function describeApi(app: FastifyInstance, publicUrl: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Fairgate', version: '1', description, license: { name: 'MIT' } },
      servers: [{ url: publicUrl }],
      components: {
        securitySchemes: { account: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
    },
    transformObject: (described) => tidyDocument('openapiObject' in described ? described.openapiObject : {}),
  });
}
