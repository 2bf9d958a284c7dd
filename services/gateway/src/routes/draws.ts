import { AdmissionLogPage, AdmissionLogQuery } from '@fairgate/shared/contracts/admission-log.ts';
import { problems } from '@fairgate/shared/contracts/common.ts';
import { DrawFacts, LeavesQuery, LobbyReceipt } from '@fairgate/shared/contracts/draws.ts';
import { DropParams } from '@fairgate/shared/contracts/waiting-room.ts';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { callerOf } from '../access/caller.ts';
import type { SaleStores } from '../sale/sale-stores.ts';
import { showAdmissionLog } from '../use-cases/show-admission-log.ts';
import { showDraw, showLobbyLeaves } from '../use-cases/show-draw.ts';
import { showReceipt } from '../use-cases/show-receipt.ts';

const tags = ['waiting room'];

export const drawRoutes: FastifyPluginAsyncTypebox<{ stores: SaleStores }> = async (app, { stores }) => {
  app.get(
    '/v1/drops/:dropId/draw',
    {
      config: { policy: 'anyone', limit: 'document' },
      schema: {
        operationId: 'getDraw',
        summary: "What is published of a drop's draw: enough to recompute it, once it is drawn",
        tags,
        params: DropParams,
        response: { 200: DrawFacts, ...problems('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'public, s-maxage=1, stale-while-revalidate=5');
      return showDraw(stores, request.params.dropId);
    },
  );

  app.get(
    '/v1/drops/:dropId/draw/leaves',
    {
      config: { policy: 'anyone', limit: 'document' },
      schema: {
        operationId: 'getLobbyLeaves',
        summary: 'The hashes of the sealed lobby, 4,096 a part and 32 bytes each: the root follows from them',
        tags,
        params: DropParams,
        querystring: LeavesQuery,
        produces: ['application/octet-stream'],
        response: { 200: Type.String({ format: 'binary' }), ...problems('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const hashes = await showLobbyLeaves(stores, request.params.dropId, request.query.part);
      // They never change again.
      reply.header('cache-control', 'public, max-age=31536000, immutable').type('application/octet-stream');
      return reply.send(Buffer.from(hashes) as never);
    },
  );

  app.get(
    '/v1/drops/:dropId/admission-log',
    {
      config: { policy: 'anyone', limit: 'read' },
      schema: {
        operationId: 'getAdmissionLog',
        summary: 'In which order people came in: chained and signed, so that the draw can be held against it',
        tags,
        params: DropParams,
        querystring: AdmissionLogQuery,
        response: { 200: AdmissionLogPage, ...problems('NOT_FOUND') },
      },
    },
    (request) => showAdmissionLog(stores, request.params.dropId, request.query),
  );

  app.get(
    '/v1/drops/:dropId/receipt',
    {
      config: { policy: 'account', limit: 'waiting' },
      schema: {
        operationId: 'getLobbyReceipt',
        summary: 'Shows that you were in the lobby when it was sealed; check it with the draw',
        tags,
        security: [{ account: [] }],
        params: DropParams,
        response: { 200: LobbyReceipt, ...problems('SIGN_IN_REQUIRED', 'NOT_FOUND', 'STATE_CONFLICT') },
      },
    },
    (request) => showReceipt(stores, request.params.dropId, callerOf(request).id),
  );
};
