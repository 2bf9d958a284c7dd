import { problems, Uuid } from '@fairgate/shared/contracts/common.ts';
import { SeatMap } from '@fairgate/shared/contracts/seat-map.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { SaleStores } from '../sale/sale-stores.ts';
import { showSeatMap } from '../use-cases/show-seat-map.ts';

const tags = ['seat map'];
const EventParams = Type.Object({ eventId: Uuid });

export const seatMapRoutes: FastifyPluginAsyncTypebox<{ stores: SaleStores }> = async (app, { stores }) => {
  app.get(
    '/v1/events/:eventId/seat-map',
    {
      config: { policy: 'anyone', limit: 'document' },
      schema: {
        operationId: 'getSeatMap',
        summary: 'Where the seats are and what they cost; the statuses are a document of their own',
        tags,
        params: EventParams,
        response: { 200: SeatMap, 304: Type.Null(), ...problems('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { body, etag } = await showSeatMap(stores, request.params.eventId);
      reply.header('etag', etag).header('cache-control', 'public, max-age=30');
      if (request.headers['if-none-match'] === etag) return reply.code(304).send(null);
      return reply
        .type('application/json')
        .serializer(String)
        .send(body as never);
    },
  );

  app.get(
    '/v1/events/:eventId/seat-status',
    {
      config: { policy: 'anyone', limit: 'document' },
      schema: {
        operationId: 'getSeatStatus',
        summary:
          'Status of every ticket in 2 bits, by number, first ticket in the highest bits: 0 free, 1 held, 2 sold, 3 not for sale',
        tags,
        params: EventParams,
        produces: ['application/octet-stream'],
        response: {
          200: {
            description: '2 bits a ticket',
            content: { 'application/octet-stream': { schema: Type.String({ format: 'binary' }) } },
          },
          304: Type.Null(),
          ...problems('NOT_FOUND'),
        },
      },
    },
    async (request, reply) => {
      const seats = await stores.seats.map(request.params.eventId);
      if (seats === null) throw new Problem('NOT_FOUND');
      const { version, map } = seats;
      const etag = `"s${version}"`;
      reply.header('etag', etag).header('cache-control', 'public, s-maxage=1, stale-while-revalidate=5');
      if (request.headers['if-none-match'] === etag) return reply.code(304).send(null);
      return reply.type('application/octet-stream').send(map as never);
    },
  );
};
