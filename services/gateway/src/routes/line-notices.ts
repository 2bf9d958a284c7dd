import { problems } from '@fairgate/shared/contracts/common.ts';
import { DeviceParams, LineNotices, LineNoticesRequest } from '@fairgate/shared/contracts/notices.ts';
import { DropParams } from '@fairgate/shared/contracts/waiting-room.ts';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { callerOf } from '../access/caller.ts';
import { deleted } from '../http/answers.ts';
import type { SaleStores } from '../sale/sale-stores.ts';
import { askForNotices, forgetNoticeDevice, forgetNotices, showNotices } from '../use-cases/line-notices.ts';

const tags = ['waiting room'];
const security = [{ account: [] }];

export const lineNoticeRoutes: FastifyPluginAsyncTypebox<{ stores: SaleStores }> = async (
  app,
  { stores },
) => {
  app.put(
    '/v1/drops/:dropId/notices',
    {
      config: { policy: 'account', limit: 'edit' },
      schema: {
        operationId: 'askForNotices',
        summary:
          'Ask to be told about five minutes before your turn, and when it comes; without a place nothing comes',
        tags,
        security,
        params: DropParams,
        body: LineNoticesRequest,
        response: {
          200: LineNotices,
          ...problems('SIGN_IN_REQUIRED', 'NOT_FOUND', 'DROP_CLOSED', 'PUSH_OFF', 'MALFORMED_BODY'),
        },
      },
    },
    (request) => askForNotices(stores, request.params.dropId, callerOf(request).id, request.body),
  );

  app.get(
    '/v1/drops/:dropId/notices',
    {
      config: { policy: 'account', limit: 'read' },
      schema: {
        operationId: 'getNotices',
        summary: 'What you asked to be told, and the key with which a browser subscribes to pushes',
        tags,
        security,
        params: DropParams,
        response: { 200: LineNotices, ...problems('SIGN_IN_REQUIRED', 'NOT_FOUND') },
      },
    },
    (request, reply) => {
      reply.header('cache-control', 'no-store');
      return showNotices(stores, request.params.dropId, callerOf(request).id);
    },
  );

  app.delete(
    '/v1/drops/:dropId/notices',
    {
      config: { policy: 'account', limit: 'edit' },
      schema: {
        operationId: 'forgetNotices',
        summary: 'Ask to be told nothing any more',
        tags,
        security,
        params: DropParams,
        response: { 204: Type.Null(), ...problems('SIGN_IN_REQUIRED', 'NOT_FOUND') },
      },
    },
    async (request, reply) => {
      await forgetNotices(stores, request.params.dropId, callerOf(request).id);
      return deleted(reply);
    },
  );

  app.delete(
    '/v1/drops/:dropId/notices/devices/:device',
    {
      config: { policy: 'account', limit: 'edit' },
      schema: {
        operationId: 'forgetNoticeDevice',
        summary: 'Push nothing to one browser any more, named by the SHA-256 of its endpoint',
        tags,
        security,
        params: DeviceParams,
        response: { 204: Type.Null(), ...problems('SIGN_IN_REQUIRED', 'NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { dropId, device } = request.params;
      await forgetNoticeDevice(stores, dropId, callerOf(request).id, device);
      return deleted(reply);
    },
  );
};
