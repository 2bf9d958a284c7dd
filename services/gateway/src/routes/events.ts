import { problems } from '@fairgate/shared/contracts/common.ts';
import {
  EventDetails,
  EventPage,
  EventParams,
  PublicEventsQuery,
} from '@fairgate/shared/contracts/events.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { versioned } from '../http/answers.ts';
import { getEvent } from '../use-cases/catalogue/get-event.ts';
import { listPublicEvents } from '../use-cases/catalogue/list-public-events.ts';

const tags = ['events'];
/** Everybody sees the same published event, so anything between us and them may keep it for a moment. */
const shared = 'public, max-age=2';

export function serveEvents(instance: FastifyInstance, { database, leftCounts, soldOut }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.get(
    '/v1/events',
    {
      schema: {
        operationId: 'listEvents',
        tags,
        summary: "What's on: published events, the next one first, past ones last",
        querystring: PublicEventsQuery,
        response: { 200: EventPage, ...problems() },
      },
      config: { policy: 'anyone', limit: 'read' },
    },
    (request, reply) => {
      reply.header('cache-control', shared);
      return listPublicEvents(database, soldOut, request.query);
    },
  );

  app.get(
    '/v1/events/:eventId',
    {
      schema: {
        operationId: 'getEvent',
        tags,
        summary: 'An event with its categories, what is left of each, and its drops',
        params: EventParams,
        response: { 200: EventDetails, ...problems('NOT_FOUND') },
      },
      config: { policy: 'anyone', limit: 'read' },
    },
    async (request, reply) => {
      const event = await getEvent(
        { database, leftCounts, soldOut },
        request.account,
        request.params.eventId,
      );
      reply.header('cache-control', request.account === null ? shared : 'private, no-store');
      return versioned(reply, event);
    },
  );
}
