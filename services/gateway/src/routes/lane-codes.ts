import { PageQuery, problems } from '@fairgate/shared/contracts/common.ts';
import { readRefusals, writeRefusals } from '@fairgate/shared/contracts/edits.ts';
import {
  LaneCodePage,
  LaneCodeParams,
  LaneCodesDraft,
  LaneInvitations,
  LaneInvitationsDraft,
  LaneParams,
  NewLaneCodes,
} from '@fairgate/shared/contracts/lanes.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { deleted } from '../http/answers.ts';
import { inviteToLane } from '../use-cases/catalogue/invite-to-lane.ts';
import { listLaneCodes } from '../use-cases/catalogue/list-lane-codes.ts';
import { makeLaneCodes } from '../use-cases/catalogue/make-lane-codes.ts';
import { revokeLaneCode } from '../use-cases/catalogue/revoke-lane-code.ts';

const common = { tags: ['drops'], security: [{ account: [] }] };
const lane = '/v1/events/:eventId/drops/:dropId/lanes/:lane';

export function serveLaneCodes(instance: FastifyInstance, { database, laneCodes }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.post(
    `${lane}/codes`,
    {
      schema: {
        ...common,
        operationId: 'makeLaneCodes',
        summary: 'Make codes that open a lane; they are shown this once',
        params: LaneParams,
        body: LaneCodesDraft,
        response: { 201: NewLaneCodes, ...problems(...writeRefusals, 'LIMIT_REACHED', 'STATE_CONFLICT') },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send(await makeLaneCodes(database, laneCodes, callerOf(request), request.params, request.body)),
  );

  app.post(
    `${lane}/invitations`,
    {
      schema: {
        ...common,
        operationId: 'inviteToLane',
        summary: 'Mail people a code of their own for a lane',
        params: LaneParams,
        body: LaneInvitationsDraft,
        response: { 200: LaneInvitations, ...problems(...writeRefusals, 'LIMIT_REACHED') },
      },
      config: { policy: 'account', limit: 'heavy' },
    },
    (request) => inviteToLane(database, laneCodes, callerOf(request), request.params, request.body.emails),
  );

  app.get(
    `${lane}/codes`,
    {
      schema: {
        ...common,
        operationId: 'listLaneCodes',
        summary: "A lane's codes and how often each was used",
        params: LaneParams,
        querystring: PageQuery,
        response: { 200: LaneCodePage, ...problems(...readRefusals, 'FORBIDDEN') },
      },
      config: { policy: 'account', limit: 'read' },
    },
    (request) => listLaneCodes(database, callerOf(request), request.params, request.query),
  );

  app.delete(
    `${lane}/codes/:codeId`,
    {
      schema: {
        ...common,
        operationId: 'revokeLaneCode',
        summary: 'Revoke a code; who used it keeps the place',
        params: LaneCodeParams,
        response: { 204: Type.Null(), ...problems(...readRefusals, 'FORBIDDEN') },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      const { codeId, ...place } = request.params;
      await revokeLaneCode(database, callerOf(request), place, codeId);
      return deleted(reply);
    },
  );
}
