import { randomUUID } from 'node:crypto';
import type { GatewayConfig } from '@fairgate/shared/config.ts';
import { bodyBytesMax } from '@fairgate/shared/domain/limits.ts';
import { problemKinds } from '@fairgate/shared/errors.ts';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { denyByDefault } from './access/deny-by-default.ts';
import { serveHealth } from './plugins/health.ts';
import { describeApi, serveApiPages } from './plugins/openapi.ts';
import { answerProblems } from './plugins/problems.ts';
import { validateStrictly } from './plugins/validation.ts';
import type { Stores } from './stores.ts';

export type Gateway = FastifyInstance;

/** The gateway, not yet listening: what it is made of, top to bottom. */
export async function buildGateway(
  config: GatewayConfig,
  stores: Stores,
  logger: FastifyServerOptions['logger'] = false,
): Promise<Gateway> {
  const app = fastify({
    logger: logger ?? false,
    bodyLimit: bodyBytesMax,
    genReqId: () => randomUUID(),
    requestTimeout: 30_000,
    trustProxy: config.trustedProxies.length === 0 ? false : [...config.trustedProxies],
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<TypeBoxTypeProvider>();

  answerProblems(app);
  validateStrictly(app);
  denyByDefault(app);
  await app.register(helmet, { contentSecurityPolicy: false });
  await app.register(cookie);
  await describeApi(app, config.publicUrl);

  await serveApiPages(app);
  app.get(
    '/problems',
    { schema: { hide: true }, config: { policy: 'anyone', limit: 'document' } },
    async () => problemKinds,
  );
  serveHealth(app, stores.readiness, () => stores.draining);
  return app;
}
