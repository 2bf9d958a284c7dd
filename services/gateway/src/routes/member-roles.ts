import { problems } from '@fairgate/shared/contracts/common.ts';
import { readRefusals, writeRefusals } from '@fairgate/shared/contracts/edits.ts';
import { MemberParams, MemberRole, VendorMember } from '@fairgate/shared/contracts/vendors.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { deleted } from '../http/answers.ts';
import { changeMemberRole } from '../use-cases/catalogue/change-member-role.ts';
import { removeMember } from '../use-cases/catalogue/remove-member.ts';

const common = { tags: ['vendors'], security: [{ account: [] }], params: MemberParams };

export function serveMemberRoles(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.put(
    '/v1/vendors/:vendorId/members/:userId',
    {
      schema: {
        ...common,
        operationId: 'changeMemberRole',
        summary: 'Give a member another role; the last owner stays one',
        body: MemberRole,
        response: { 200: VendorMember, ...problems(...writeRefusals, 'STATE_CONFLICT') },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    (request) => {
      const { vendorId, userId } = request.params;
      return changeMemberRole(database, callerOf(request), vendorId, userId, request.body.role);
    },
  );

  app.delete(
    '/v1/vendors/:vendorId/members/:userId',
    {
      schema: {
        ...common,
        operationId: 'removeMember',
        summary: 'Remove a member, or leave; the last owner stays',
        response: { 204: Type.Null(), ...problems(...readRefusals, 'FORBIDDEN', 'STATE_CONFLICT') },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      await removeMember(database, callerOf(request), request.params.vendorId, request.params.userId);
      return deleted(reply);
    },
  );
}
