import type { FastifyInstance } from 'fastify';
import type { FaultRule } from '../faults/fault-rule.ts';
import { type FaultSettings, outageModes, requestFaults, webhookFaults } from '../faults/fault-rule.ts';
import type { ApiContext } from '../http/api-context.ts';
import type { FaultView } from './control-shapes.ts';

const milliseconds = { type: 'number', minimum: 0, maximum: 600_000 } as const;

/** Everything of a switch, with its defaults. Unknown fields are refused: a misspelt switch would do nothing. */
const settingsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['kind'],
  properties: {
    kind: { enum: [...requestFaults, ...webhookFaults] },
    probability: { type: 'number', minimum: 0, maximum: 1, default: 1 },
    method: { enum: ['GET', 'POST', null], default: null },
    path: { type: ['string', 'null'], minLength: 1, maxLength: 200, default: null },
    count: { type: ['integer', 'null'], minimum: 1, default: null },
    seed: { type: 'integer', minimum: 0, maximum: 4_294_967_295, default: 1 },
    ms: { ...milliseconds, default: 100 },
    jitterMs: { ...milliseconds, default: 0 },
    copies: { type: 'integer', minimum: 2, maximum: 100, default: 2 },
    perSecond: { type: ['number', 'null'], exclusiveMinimum: 0, default: null },
    kept: { type: 'boolean', default: true },
    mode: { enum: [...outageModes], default: 'cut' },
  },
} as const;

export function registerFaultControl(app: FastifyInstance, { faults }: ApiContext): void {
  app.post<{ Body: FaultSettings }>(
    '/_control/faults',
    { schema: { body: settingsSchema } },
    (request, reply) => {
      reply.code(201);
      return viewOf(faults.add(request.body));
    },
  );
  app.get('/_control/faults', () => ({ faults: faults.rules.map(viewOf) }));
  app.delete('/_control/faults', () => ({ removed: faults.remove() }));
  app.delete<{ Params: { id: string } }>('/_control/faults/:id', (request, reply) => {
    const removed = faults.remove(request.params.id);
    return reply.code(removed === 0 ? 404 : 200).send({ removed });
  });
}

function viewOf(rule: FaultRule): FaultView {
  return { id: rule.id, struck: rule.struck, ...rule.settings };
}
