import { PageQuery, problems } from '@fairgate/shared/contracts/common.ts';
import { writeRefusals } from '@fairgate/shared/contracts/edits.ts';
import { Vendor, VendorDraft, VendorPage } from '@fairgate/shared/contracts/vendors.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { created } from '../http/answers.ts';
import { createVendor } from '../use-cases/catalogue/create-vendor.ts';
import { listVendors } from '../use-cases/catalogue/list-vendors.ts';

const tags = ['vendors'];
const security = [{ account: [] }];

export function serveVendors(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.post(
    '/v1/vendors',
    {
      schema: {
        operationId: 'createVendor',
        tags,
        summary: 'Become a vendor; the caller is its first owner',
        security,
        body: VendorDraft,
        response: { 201: Vendor, ...problems(...writeRefusals, 'NAME_TAKEN', 'LIMIT_REACHED') },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      const vendor = await createVendor(database, callerOf(request), request.body);
      return created(reply, `/v1/vendors/${vendor.id}`, vendor);
    },
  );

  app.get(
    '/v1/vendors',
    {
      schema: {
        operationId: 'listVendors',
        tags,
        summary: 'The vendors I am a member of',
        security,
        querystring: PageQuery,
        response: { 200: VendorPage, ...problems('SIGN_IN_REQUIRED', 'TOKEN_INVALID') },
      },
      config: { policy: 'account', limit: 'read' },
    },
    (request) => listVendors(database, callerOf(request), request.query),
  );
}
