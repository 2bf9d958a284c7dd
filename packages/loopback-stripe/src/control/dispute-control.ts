import type { FastifyInstance } from 'fastify';
import { closeDispute, openDispute } from '../disputes/open-dispute.ts';
import { type ApiContext, clockMs, momentOf } from '../http/api-context.ts';
import { newId } from '../new-id.ts';
import { refuseMissing } from '../refusal.ts';
import type { Change, Dispute } from '../shapes.ts';
import { idOf } from '../shapes.ts';
import { lineOf } from '../store/store.ts';

interface OpenOrder {
  readonly paymentIntent: string;
  readonly amount: number | null;
  readonly reason: string;
}

const openSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['paymentIntent'],
  properties: {
    paymentIntent: { type: 'string' },
    amount: { type: ['integer', 'null'], minimum: 1, default: null },
    reason: { type: 'string', default: 'fraudulent' },
  },
} as const;

const closeSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['outcome'],
  properties: { outcome: { enum: ['won', 'lost'] } },
} as const;

/** What cardholders and their banks do: dispute a captured payment, and decide about it. */
export function registerDisputeControl(app: FastifyInstance, context: ApiContext): void {
  app.post<{ Body: OpenOrder }>(
    '/_control/disputes',
    { schema: { body: openSchema } },
    async (request, reply): Promise<Dispute> => {
      const { paymentIntent, amount, reason } = request.body;
      const intent = context.store.intents.get(paymentIntent);
      const charge = context.store.charges.get(idOf(intent?.latest_charge) ?? '');
      if (charge === undefined) throw refuseMissing('payment_intent', paymentIntent, 'paymentIntent');
      const { dispute, change } = openDispute(charge, { amount, reason }, momentOf(context));
      await write(context, change);
      reply.code(201);
      return dispute;
    },
  );
  app.post<{ Body: { outcome: 'won' | 'lost' }; Params: { id: string } }>(
    '/_control/disputes/:id/close',
    { schema: { body: closeSchema } },
    async (request): Promise<Dispute> => {
      const open = context.store.disputes.get(request.params.id);
      if (open === undefined) throw refuseMissing('dispute', request.params.id, 'dispute');
      const { dispute, change } = closeDispute(open, request.body.outcome, momentOf(context));
      await write(context, change);
      return dispute;
    },
  );
}

function write(context: ApiContext, change: Change): Promise<void> {
  const { endpointsFor } = context.webhooks;
  return context.store.commit(lineOf(change, { atMs: clockMs(context), newId, request: null, endpointsFor }));
}
