import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../http/api-context.ts';

/** What tests and operators turn: under /_control, without a key, on the loopback interface only. */
export function registerControl(app: FastifyInstance, context: ApiContext): void {
  app.get('/_control/requests', () => ({ requests: context.log.entries() }));
  app.get('/_control/counters', () => ({ requests: context.log.counts, webhooks: context.webhooks.counts }));
}
