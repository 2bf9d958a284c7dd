import { problems } from '@fairgate/shared/contracts/common.ts';
import { DropParams, FollowHeaders } from '@fairgate/shared/contracts/waiting-room.ts';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { callerOf } from '../access/caller.ts';
import type { SaleStores } from '../sale/sale-stores.ts';
import { followStatus } from '../use-cases/follow-status.ts';
import { bearerOf } from './admission-bearer.ts';

export const statusStreamRoutes: FastifyPluginAsyncTypebox<{ stores: SaleStores }> = async (
  app,
  { stores },
) => {
  // An open stream would keep a draining process alive.
  app.addHook('preClose', async () => stores.statusStreams.close());

  app.get(
    '/v1/drops/:dropId/status/stream',
    {
      config: { policy: 'account', limit: 'waiting' },
      schema: {
        operationId: 'followDropStatus',
        summary: 'The status as it changes, as server-sent events, for who is near the front or inside',
        tags: ['waiting room'],
        security: [{ account: [] }],
        params: DropParams,
        headers: FollowHeaders,
        produces: ['text/event-stream'],
        response: {
          200: Type.String({ description: 'Events `status`, each with the status document as its data' }),
          ...problems('SIGN_IN_REQUIRED', 'NOT_FOUND', 'PLACE_INVALID', 'NO_ADMISSION', 'NOT_NEAR'),
        },
      },
    },
    async (request, reply) => {
      const stream = await followStatus(stores, request.params.dropId, callerOf(request).id, {
        placeTicket: request.headers['fairgate-place'],
        bearer: bearerOf(request),
      });
      // A proxy that gathers answers would keep the news back.
      reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no').type('text/event-stream');
      return reply.send(stream as never);
    },
  );
};
