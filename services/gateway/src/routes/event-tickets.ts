import { problems } from '@fairgate/shared/contracts/common.ts';
import { readRefusals, writeRefusals } from '@fairgate/shared/contracts/edits.ts';
import { EventParams } from '@fairgate/shared/contracts/events.ts';
import { MintResult, TicketMint, TicketPage, TicketsQuery } from '@fairgate/shared/contracts/tickets.ts';
import { ticketBodyBytesMax } from '@fairgate/shared/domain/catalogue-limits.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { listTickets } from '../use-cases/catalogue/list-tickets.ts';
import { mintTickets } from '../use-cases/catalogue/mint-tickets.ts';

const common = { tags: ['tickets'], security: [{ account: [] }], params: EventParams };
const mintRefusals = ['STATE_CONFLICT', 'EVENT_CANCELLED', 'DROP_CLOSED', 'LIMIT_REACHED'] as const;

export function serveEventTickets(instance: FastifyInstance, { database, edits }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.post(
    '/v1/events/:eventId/tickets',
    {
      bodyLimit: ticketBodyBytesMax,
      schema: {
        ...common,
        operationId: 'mintTickets',
        summary: 'Make tickets: for seats of the plan, or a quantity of general admission',
        body: TicketMint,
        response: { 200: MintResult, 201: MintResult, ...problems(...writeRefusals, ...mintRefusals) },
      },
      config: { policy: 'account', limit: 'heavy' },
    },
    async (request, reply) => {
      const result = await mintTickets(edits, callerOf(request), request.params.eventId, request.body);
      return reply.code(result.minted > 0 ? 201 : 200).send(result);
    },
  );

  app.get(
    '/v1/events/:eventId/tickets',
    {
      schema: {
        ...common,
        operationId: 'listTickets',
        summary: "An event's tickets by number, for its vendor",
        querystring: TicketsQuery,
        response: { 200: TicketPage, ...problems(...readRefusals) },
      },
      config: { policy: 'account', limit: 'read' },
    },
    (request) => listTickets(database, callerOf(request), request.params.eventId, request.query),
  );
}
