import { problems } from '@fairgate/shared/contracts/common.ts';
import {
  AdmissionHeader,
  Hold,
  HoldExtension,
  HoldParams,
  HoldRequest,
} from '@fairgate/shared/contracts/holds.ts';
import { DropParams } from '@fairgate/shared/contracts/waiting-room.ts';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { callerOf } from '../access/caller.ts';
import type { SaleStores } from '../sale/sale-stores.ts';
import { extendHold } from '../use-cases/extend-hold.ts';
import { holdSeats } from '../use-cases/hold-seats.ts';
import { releaseHold } from '../use-cases/release-hold.ts';
import { bearerOf } from './admission-bearer.ts';

const tags = ['holds'];
const security = [{ account: [] }];
const config = { policy: 'account', limit: 'shopping', shedLast: true } as const;

export const holdRoutes: FastifyPluginAsyncTypebox<{ stores: SaleStores }> = async (app, { stores }) => {
  app.post(
    '/v1/drops/:dropId/holds',
    {
      config,
      schema: {
        operationId: 'holdSeats',
        summary: 'Hold chosen seats, the best available, or general admission: all or none',
        tags,
        security,
        params: DropParams,
        headers: AdmissionHeader,
        body: HoldRequest,
        response: {
          201: Hold,
          ...problems(
            'SIGN_IN_REQUIRED',
            'NO_ADMISSION',
            'NOT_FOUND',
            'SEATS_TAKEN',
            'NOT_ENOUGH_LEFT',
            'NONE_TOGETHER',
            'LIMIT_REACHED',
            'HOLD_GONE',
            'DROP_NOT_OPEN',
            'DROP_CLOSED',
            'DROP_PAUSED',
          ),
        },
      },
    },
    async (request, reply) => {
      const { dropId } = request.params;
      const hold = await holdSeats(stores, dropId, callerOf(request).id, bearerOf(request), request.body);
      return reply.code(201).send(hold);
    },
  );

  app.post(
    '/v1/drops/:dropId/holds/:holdId/extension',
    {
      config,
      schema: {
        operationId: 'extendHold',
        summary: 'Once, before ordering: one more hold period',
        tags,
        security,
        params: HoldParams,
        response: {
          200: HoldExtension,
          ...problems('SIGN_IN_REQUIRED', 'NOT_FOUND', 'HOLD_GONE', 'HOLD_EXTENDED_ALREADY'),
        },
      },
    },
    (request) => extendHold(stores, request.params.dropId, request.params.holdId, callerOf(request).id),
  );

  app.delete(
    '/v1/drops/:dropId/holds/:holdId',
    {
      config,
      schema: {
        operationId: 'releaseHold',
        summary: 'Give the seats back',
        tags,
        security,
        params: HoldParams,
        response: { 204: Type.Null(), ...problems('SIGN_IN_REQUIRED', 'NOT_FOUND', 'STATE_CONFLICT') },
      },
    },
    async (request, reply) => {
      await releaseHold(stores, request.params.dropId, request.params.holdId, callerOf(request).id);
      return reply.code(204).send(null);
    },
  );
};
