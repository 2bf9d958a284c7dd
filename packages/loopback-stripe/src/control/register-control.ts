import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../http/api-context.ts';
import { totalIntents } from '../ledger/total-intents.ts';
import { Refusal } from '../refusal.ts';
import { registerClockControl } from './clock-control.ts';
import { registerDisputeControl } from './dispute-control.ts';
import { registerFaultControl } from './fault-control.ts';
import { registerRequestControl } from './request-control.ts';
import { registerWebhookControl } from './webhook-control.ts';

/** What tests and operators turn: JSON under /_control, without a key, for whoever is on this machine. */
export function registerControl(app: FastifyInstance, context: ApiContext): void {
  app.register(async (control) => {
    control.setErrorHandler((error, _request, reply) => {
      if (error instanceof Refusal) return reply.code(error.status).send({ error: error.body });
      const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
      return reply
        .code(status)
        .send({ error: { message: error instanceof Error ? error.message : 'unknown' } });
    });
    registerFaultControl(control, context);
    registerClockControl(control, context);
    registerDisputeControl(control, context);
    registerWebhookControl(control, context);
    registerRequestControl(control, context);
    control.get('/_control/ledger', () => totalIntents(context.store));
  });
}
