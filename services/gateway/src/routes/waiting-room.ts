import { problems } from '@fairgate/shared/contracts/common.ts';
import { DropMessage } from '@fairgate/shared/contracts/drops.ts';
import { AdmissionHeader } from '@fairgate/shared/contracts/holds.ts';
import { CodeRequest } from '@fairgate/shared/contracts/lanes.ts';
import { Challenge, JoinRequest } from '@fairgate/shared/contracts/proofs.ts';
import {
  Admission,
  AdmissionRequest,
  Availability,
  DeviceHeader,
  DropParams,
  DropStatus,
  Entry,
  MoveCode,
  ReturnRequest,
} from '@fairgate/shared/contracts/waiting-room.ts';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { callerOf } from '../access/caller.ts';
import type { SaleStores } from '../sale/sale-stores.ts';
import { statusCaching } from '../sale/status-board.ts';
import { comeIn } from '../use-cases/come-in.ts';
import { giveChallenge } from '../use-cases/give-challenge.ts';
import { joinWaitingRoom } from '../use-cases/join-waiting-room.ts';
import { leaveLine } from '../use-cases/leave-line.ts';
import { leaveShop } from '../use-cases/leave-shop.ts';
import { offerMove } from '../use-cases/offer-move.ts';
import { takeReturn } from '../use-cases/take-return.ts';
import { useLaneCode } from '../use-cases/use-lane-code.ts';
import { bearerOf } from './admission-bearer.ts';

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
        summary:
          'Give your place up for good, so that the next in line moves up; joining again takes a new one',
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

  app.post(
    '/v1/drops/:dropId/admissions',
    {
      config: { policy: 'account', limit: 'waiting' },
      schema: {
        operationId: 'comeIn',
        summary: 'Exchange a place whose turn has come for an admission',
        tags,
        security: [{ account: [] }],
        params: DropParams,
        headers: DeviceHeader,
        body: AdmissionRequest,
        response: {
          200: Admission,
          ...problems(
            'SIGN_IN_REQUIRED',
            'NOT_FOUND',
            'PLACE_INVALID',
            'OTHER_DEVICE',
            'MOVE_CODE_INVALID',
            'NOT_YOUR_TURN',
            'SHOP_FULL',
            'PAYMENT_UNAVAILABLE',
            'DROP_NOT_OPEN',
            'DROP_CLOSED',
            'DROP_PAUSED',
          ),
        },
      },
    },
    (request) => {
      const { placeTicket, moveCode, takeOver = false } = request.body;
      const { device } = bearerOf(request);
      const coming = { device, moveCode, takeOver };
      return comeIn(stores, request.params.dropId, callerOf(request).id, placeTicket, coming);
    },
  );

  app.post(
    '/v1/drops/:dropId/returns',
    {
      config: { policy: 'account', limit: 'code' },
      schema: {
        operationId: 'takeReturn',
        summary: 'Get a turn back that ended without an order while something of ours failed',
        tags,
        security: [{ account: [] }],
        params: DropParams,
        body: ReturnRequest,
        response: {
          200: Entry,
          ...problems('SIGN_IN_REQUIRED', 'NOT_FOUND', 'RETURN_INVALID', 'DROP_CLOSED'),
        },
      },
    },
    (request) => takeReturn(stores, request.params.dropId, callerOf(request).id, request.body.returnTicket),
  );

  app.post(
    '/v1/drops/:dropId/moves',
    {
      config: { policy: 'account', limit: 'code' },
      schema: {
        operationId: 'offerMove',
        summary: 'A code with which another device of yours goes on in the shop instead of this one',
        tags,
        security: [{ account: [] }],
        params: DropParams,
        headers: AdmissionHeader,
        response: { 201: MoveCode, ...problems('SIGN_IN_REQUIRED', 'NOT_FOUND', 'NO_ADMISSION') },
      },
    },
    async (request, reply) => {
      const { dropId } = request.params;
      return reply.code(201).send(await offerMove(stores, dropId, callerOf(request).id, bearerOf(request)));
    },
  );

  app.delete(
    '/v1/drops/:dropId/admissions',
    {
      config: { policy: 'account', limit: 'waiting', shedLast: true },
      schema: {
        operationId: 'leaveShop',
        summary: 'Leave, so that the next turn comes at once',
        tags,
        security: [{ account: [] }],
        params: DropParams,
        headers: AdmissionHeader,
        response: { 204: Type.Null(), ...problems('SIGN_IN_REQUIRED', 'NOT_FOUND', 'NO_ADMISSION') },
      },
    },
    async (request, reply) => {
      await leaveShop(stores, request.params.dropId, callerOf(request).id, bearerOf(request));
      return reply.code(204).send(null);
    },
  );
};
