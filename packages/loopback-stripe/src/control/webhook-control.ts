import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../http/api-context.ts';
import { makeEndpoint } from '../webhooks/webhook-endpoint.ts';
import type { WebhooksView } from './control-shapes.ts';

const flushPollMs = 10;
const flushWaitMsMax = 10_000;

interface EndpointOrder {
  readonly url: string;
  readonly secret?: string;
  readonly events: readonly string[];
}

const endpointSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: {
    url: { type: 'string', pattern: '^https?://' },
    secret: { type: 'string', pattern: '^whsec_' },
    events: { type: 'array', items: { type: 'string' }, minItems: 1, default: ['*'] },
  },
} as const;

/** Endpoints, and what is still on its way to them. An added endpoint hears of later events only. */
export function registerWebhookControl(app: FastifyInstance, context: ApiContext): void {
  const { webhooks } = context;
  app.get('/_control/webhooks', () => view(context));
  app.post<{ Body: EndpointOrder }>(
    '/_control/webhooks',
    { schema: { body: endpointSchema } },
    (request, reply) => {
      const { url, secret, events } = request.body;
      const endpoint = makeEndpoint(url, secret ?? context.webhookSecret, events);
      webhooks.addEndpoint(endpoint);
      reply.code(201);
      return { id: endpoint.id, url: endpoint.url, events: endpoint.events, secret: endpoint.secret };
    },
  );
  app.delete<{ Params: { id: string } }>('/_control/webhooks/:id', (request, reply) => {
    const removed = webhooks.removeEndpoint(request.params.id);
    return reply.code(removed ? 200 : 404).send({ removed });
  });
  app.post('/_control/webhooks/flush', async () => {
    webhooks.hurry();
    const until = Date.now() + flushWaitMsMax;
    while (webhooks.isSending && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, flushPollMs));
    }
    return view(context);
  });
}

function view({ webhooks }: ApiContext): WebhooksView {
  return {
    endpoints: webhooks.endpoints.map(({ id, url, events }) => ({ id, url, events })),
    pending: webhooks.pending.map(({ event, endpoint, attempts, lastOutcome, nextAtMs }) => ({
      event: event.id,
      type: event.type,
      endpoint: endpoint.id,
      attempts,
      lastOutcome,
      nextAtMs,
    })),
    counts: { ...webhooks.counts },
  };
}
