import { PageQuery, problems } from '@fairgate/shared/contracts/common.ts';
import { readRefusals, writeRefusals } from '@fairgate/shared/contracts/edits.ts';
import {
  NewMember,
  VendorMember,
  VendorMemberPage,
  VendorParams,
} from '@fairgate/shared/contracts/vendors.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { created } from '../http/answers.ts';
import { addMember } from '../use-cases/catalogue/add-member.ts';
import { listMembers } from '../use-cases/catalogue/list-members.ts';

const common = { tags: ['vendors'], security: [{ account: [] }], params: VendorParams };

export function serveVendorMembers(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.get(
    '/v1/vendors/:vendorId/members',
    {
      schema: {
        ...common,
        operationId: 'listMembers',
        summary: "A vendor's members and their roles",
        querystring: PageQuery,
        response: { 200: VendorMemberPage, ...problems(...readRefusals) },
      },
      config: { policy: 'account', limit: 'read' },
    },
    (request) => listMembers(database, callerOf(request), request.params.vendorId, request.query),
  );

  app.post(
    '/v1/vendors/:vendorId/members',
    {
      schema: {
        ...common,
        operationId: 'addMember',
        summary: 'Add somebody who has an account, by e-mail',
        body: NewMember,
        response: { 201: VendorMember, ...problems(...writeRefusals, 'STATE_CONFLICT', 'LIMIT_REACHED') },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      const { vendorId } = request.params;
      const member = await addMember(database, callerOf(request), vendorId, request.body);
      return created(reply, `/v1/vendors/${vendorId}/members/${member.userId}`, member);
    },
  );
}
