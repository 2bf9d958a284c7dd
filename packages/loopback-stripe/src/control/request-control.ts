import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../http/api-context.ts';
import type { CountersView } from './control-shapes.ts';

interface LogFilter {
  readonly method?: string;
  /** Part of the path. */
  readonly path?: string;
  readonly status?: string;
  readonly limit?: string;
}

const entriesDefault = 100;

/** The newest requests of the API, and counts since the start or the last DELETE. */
export function registerRequestControl(app: FastifyInstance, { log, webhooks, store }: ApiContext): void {
  app.get<{ Querystring: LogFilter }>('/_control/requests', ({ query }) => {
    const found = log
      .entries()
      .filter((entry) => query.method === undefined || entry.method === query.method)
      .filter((entry) => query.path === undefined || entry.path.includes(query.path))
      .filter((entry) => query.status === undefined || String(entry.status) === query.status);
    return { requests: found.slice(0, Number(query.limit ?? entriesDefault)) };
  });
  app.get('/_control/counters', (): CountersView => {
    const objects = {
      payment_intent: store.intents.size,
      charge: store.charges.size,
      refund: store.refunds.size,
      dispute: store.disputes.size,
      event: store.events.size,
      idempotency_key: store.keys.size,
    };
    return { requests: log.counts, webhooks: { ...webhooks.counts }, objects };
  });
  app.delete('/_control/requests', () => {
    log.reset();
    return { reset: true };
  });
}
