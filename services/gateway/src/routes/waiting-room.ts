import { problems } from '@fairgate/shared/contracts/common.ts';
import { DropMessage } from '@fairgate/shared/contracts/drops.ts';
import { CodeRequest } from '@fairgate/shared/contracts/lanes.ts';
import { Challenge, JoinRequest } from '@fairgate/shared/contracts/proofs.ts';
import { Availability, DropParams, DropStatus, Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { callerOf } from '../access/caller.ts';
import type { SaleStores } from '../sale/sale-stores.ts';
import { statusCaching } from '../sale/status-board.ts';
import { giveChallenge } from '../use-cases/give-challenge.ts';
import { joinWaitingRoom } from '../use-cases/join-waiting-room.ts';
import { leaveLine } from '../use-cases/leave-line.ts';
import { useLaneCode } from '../use-cases/use-lane-code.ts';

const tags = ['waiting room'];

export const waitingRoomRoutes: FastifyPluginAsyncTypebox<{ stores: SaleStores }> = async (
  app,
  { stores },
) => {
  app.post(
    '/v1/drops/:dropId/entries',
    {
      config: { policy: 'account', limit: 'waiting' },
      schema: {
        operationId: 'joinWaitingRoom',
        summary: 'Take your one place in the line; asking again shows the same one',
        tags,
        security: [{ account: [] }],
        params: DropParams,
        body: Type.Union([JoinRequest, Type.Null()]),
        response: {
          200: Entry,
          ...problems('SIGN_IN_REQUIRED', 'NOT_FOUND', 'PROOF_NEEDED', 'PROOF_INVALID', 'DROP_CLOSED'),
        },
      },
    },
    (request) =>
      joinWaitingRoom(stores, request.params.dropId, callerOf(request).id, request.body?.proof ?? null),
  );

  app.get(
    '/v1/drops/:dropId/challenge',
    {
      config: { policy: 'account', limit: 'waiting' },
      schema: {
        operationId: 'getChallenge',
        summary:
          'Work that proves that joining costs something, where the drop asks for it: see PROOF_NEEDED',
        tags,
        security: [{ account: [] }],
        params: DropParams,
        response: { 200: Challenge, ...problems('SIGN_IN_REQUIRED', 'NOT_FOUND', 'STATE_CONFLICT') },
      },
    },
    (request, reply) => {
      reply.header('cache-control', 'no-store');
      return giveChallenge(stores, request.params.dropId, callerOf(request).id);
    },
  );

  app.delete(
    '/v1/drops/:dropId/entries',
    {
      config: { policy: 'account', limit: 'waiting', shedLast: true },
      schema: {
        operationId: 'leaveLine',
        summary: 'Give your place up: a turn that it has goes to the next; joining again takes it up',
        tags,
        security: [{ account: [] }],
        params: DropParams,
        response: { 204: Type.Null(), ...problems('SIGN_IN_REQUIRED', 'NOT_FOUND', 'STATE_CONFLICT') },
      },
    },
    async (request, reply) => {
      await leaveLine(stores, request.params.dropId, callerOf(request).id);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/drops/:dropId/codes',
    {
      config: { policy: 'account', limit: 'code' },
      schema: {
        operationId: 'useLaneCode',
        summary: 'Take a place in the lane that a code opens, instead of the one you have',
        tags,
        security: [{ account: [] }],
        params: DropParams,
        body: CodeRequest,
        response: {
          200: Entry,
          ...problems(
            'SIGN_IN_REQUIRED',
            'NOT_FOUND',
            'CODE_UNKNOWN',
            'CODE_USED',
            'LANE_FULL',
            'DROP_CLOSED',
          ),
        },
      },
    },
    (request) => useLaneCode(stores, request.params.dropId, callerOf(request).id, request.body.code),
  );

  app.get(
    '/v1/drops/:dropId/status',
    {
      config: { policy: 'anyone', limit: 'document', shedLast: true },
      schema: {
        operationId: 'getDropStatus',
        summary: 'How the line stands: the same document for everybody',
        tags,
        params: DropParams,
        response: { 200: DropStatus, 304: Type.Null(), ...problems('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { body, etag } = await stores.statusBoard.read(await stores.drops.find(request.params.dropId));
      reply.header('etag', etag).header('cache-control', statusCaching);
      if (request.headers['if-none-match'] === etag) return reply.code(304).send(null);
      return reply
        .type('application/json')
        .serializer(String)
        .send(body as never);
    },
  );

  app.get(
    '/v1/drops/:dropId/availability',
    {
      config: { policy: 'anyone', limit: 'document' },
      schema: {
        operationId: 'getAvailability',
        summary: 'What is left per category; fetch it when the status shows another version',
        tags,
        params: DropParams,
        response: { 200: Availability, ...problems('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const drop = await stores.drops.find(request.params.dropId);
      reply.header('cache-control', 'public, s-maxage=1, stale-while-revalidate=5');
      return stores.seats.availability(drop.eventId, drop.id);
    },
  );

  app.get(
    '/v1/drops/:dropId/message',
    {
      config: { policy: 'anyone', limit: 'document' },
      schema: {
        operationId: 'getDropMessage',
        summary: 'What operators tell those who wait; fetch it when the status shows another version',
        tags,
        params: DropParams,
        response: { 200: DropMessage, ...problems('NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { messageVersion, message } = await stores.drops.find(request.params.dropId);
      reply.header('cache-control', 'public, s-maxage=1, stale-while-revalidate=5');
      return { version: messageVersion, texts: message };
    },
  );
};
