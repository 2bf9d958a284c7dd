import fastify, { type FastifyInstance } from 'fastify';
import { registerControl } from './control/register-control.ts';
import { answerCall } from './http/answer-call.ts';
import type { ApiRoute } from './http/api-call.ts';
import type { ApiContext } from './http/api-context.ts';
import { bodyBytesMax } from './limits.ts';
import { balanceTransactionRoutes } from './routes/balance-transactions.ts';
import { chargeRoutes } from './routes/charges.ts';
import { disputeRoutes } from './routes/disputes.ts';
import { eventRoutes } from './routes/events.ts';
import { paymentIntentRoutes } from './routes/payment-intents.ts';
import { paymentMethodRoutes } from './routes/payment-methods.ts';
import { refundRoutes } from './routes/refunds.ts';
import { registerThreeDSecure } from './routes/three-d-secure.ts';

const apiRoutes: readonly ApiRoute[] = [
  ...paymentIntentRoutes,
  ...paymentMethodRoutes,
  ...chargeRoutes,
  ...refundRoutes,
  ...disputeRoutes,
  ...balanceTransactionRoutes,
  ...eventRoutes,
];

const preflightHeaders = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key, stripe-version',
  'access-control-max-age': '600',
};

/** Everything that is served: Stripe's API, the bank's page, the controls, health. */
export function buildApp(context: ApiContext): FastifyInstance {
  const app = fastify({
    bodyLimit: bodyBytesMax,
    // Standard output carries the one line that says where it listens.
    logger: { level: 'error', stream: process.stderr },
    forceCloseConnections: 'idle',
    // Misspelt control fields are refused rather than dropped.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allowUnionTypes: true } },
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, body),
  );
  for (const route of apiRoutes) {
    app.route({
      method: route.method,
      url: route.path,
      handler: (request, reply) => answerCall(context, route, request, reply),
    });
  }
  app.options('/v1/*', (_request, reply) => reply.code(204).headers(preflightHeaders).send());
  registerThreeDSecure(app, context);
  registerControl(app, context);
  app.get('/health', () => ({ status: 'ok' }));
  app.setNotFoundHandler((request, reply) => {
    const path = request.raw.url?.split('?')[0];
    const message = `Unrecognized request URL (${request.method}: ${path}). The loopback Stripe does not imitate it.`;
    return reply.code(404).send({ error: { type: 'invalid_request_error', message } });
  });
  return app;
}
