import { PageQuery, problems } from '@fairgate/shared/contracts/common.ts';
import { readRefusals } from '@fairgate/shared/contracts/edits.ts';
import { HistoryPage, TicketParams } from '@fairgate/shared/contracts/tickets.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { getTicketHistory } from '../use-cases/catalogue/get-ticket-history.ts';

export function serveTicketHistory(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.get(
    '/v1/events/:eventId/tickets/:number/history',
    {
      schema: {
        operationId: 'getTicketHistory',
        tags: ['tickets'],
        summary: "A ticket's ledger entries, for its holder, its vendor and operations",
        security: [{ account: [] }],
        params: TicketParams,
        querystring: PageQuery,
        response: { 200: HistoryPage, ...problems(...readRefusals) },
      },
      config: { policy: 'account', limit: 'read' },
    },
    (request, reply) => {
      const { eventId, number } = request.params;
      reply.header('cache-control', 'no-store');
      return getTicketHistory(database, callerOf(request), eventId, number, request.query);
    },
  );
}
