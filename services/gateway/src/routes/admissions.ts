import { problems } from '@fairgate/shared/contracts/common.ts';
import { AdmissionHeader } from '@fairgate/shared/contracts/holds.ts';
import {
  Admission,
  AdmissionRequest,
  DeviceHeader,
  DropParams,
  Entry,
  MoveCode,
  ReturnRequest,
} from '@fairgate/shared/contracts/waiting-room.ts';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { callerOf } from '../access/caller.ts';
import type { SaleStores } from '../sale/sale-stores.ts';
import { comeIn } from '../use-cases/come-in.ts';
import { leaveShop } from '../use-cases/leave-shop.ts';
import { offerMove } from '../use-cases/offer-move.ts';
import { takeReturn } from '../use-cases/take-return.ts';
import { bearerOf } from './admission-bearer.ts';

const tags = ['waiting room'];

/** From the place to the shop and out of it: on one device, from one to another, and once more after a fault of ours. */
export const admissionRoutes: FastifyPluginAsyncTypebox<{ stores: SaleStores }> = async (app, { stores }) => {
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
