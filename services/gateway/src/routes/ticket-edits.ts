import { problems } from '@fairgate/shared/contracts/common.ts';
import { EventDropParams } from '@fairgate/shared/contracts/drops.ts';
import { writeRefusals } from '@fairgate/shared/contracts/edits.ts';
import { EventParams } from '@fairgate/shared/contracts/events.ts';
import {
  AssignResult,
  RetireResult,
  TicketRetirement,
  TicketSelection,
} from '@fairgate/shared/contracts/tickets.ts';
import { ticketBodyBytesMax } from '@fairgate/shared/domain/catalogue-limits.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { assignTickets } from '../use-cases/catalogue/assign-tickets.ts';
import { retireTickets } from '../use-cases/catalogue/retire-tickets.ts';

const common = { tags: ['tickets'], security: [{ account: [] }] };
const config = { policy: 'account', limit: 'heavy' } as const;

export function serveTicketEdits(instance: FastifyInstance, { edits }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.delete(
    '/v1/events/:eventId/tickets',
    {
      bodyLimit: ticketBodyBytesMax,
      schema: {
        ...common,
        operationId: 'retireTickets',
        summary: 'Take unsold tickets off sale for good, all or none',
        params: EventParams,
        body: TicketRetirement,
        response: { 200: RetireResult, ...problems(...writeRefusals, 'SALES_EXIST') },
      },
      config,
    },
    (request) => retireTickets(edits, callerOf(request), request.params.eventId, request.body),
  );

  app.put(
    '/v1/events/:eventId/drops/:dropId/tickets',
    {
      bodyLimit: ticketBodyBytesMax,
      schema: {
        ...common,
        operationId: 'assignTickets',
        summary: 'Move unsold tickets into a drop before it opens, all or none',
        params: EventDropParams,
        body: TicketSelection,
        response: { 200: AssignResult, ...problems(...writeRefusals, 'SALES_EXIST', 'STATE_CONFLICT') },
      },
      config,
    },
    (request) => assignTickets(edits, callerOf(request), request.params, request.body),
  );
}
