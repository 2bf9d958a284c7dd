import { problems } from '@fairgate/shared/contracts/common.ts';
import { EditHeaders, editRefusals, readRefusals } from '@fairgate/shared/contracts/edits.ts';
import { Vendor, VendorParams, VendorPatch } from '@fairgate/shared/contracts/vendors.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { versioned } from '../http/answers.ts';
import { editedVersion } from '../http/etag.ts';
import { getVendor } from '../use-cases/catalogue/get-vendor.ts';
import { updateVendor } from '../use-cases/catalogue/update-vendor.ts';

const common = { tags: ['vendors'], security: [{ account: [] }], params: VendorParams };

export function serveVendorProfile(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.get(
    '/v1/vendors/:vendorId',
    {
      schema: {
        ...common,
        operationId: 'getVendor',
        summary: 'A vendor and its payment settings',
        response: { 200: Vendor, ...problems(...readRefusals) },
      },
      config: { policy: 'account', limit: 'read' },
    },
    async (request, reply) =>
      versioned(reply, await getVendor(database, callerOf(request), request.params.vendorId)),
  );

  app.patch(
    '/v1/vendors/:vendorId',
    {
      schema: {
        ...common,
        operationId: 'updateVendor',
        summary: 'Change a vendor; its payment settings by owners only',
        headers: EditHeaders,
        body: VendorPatch,
        response: { 200: Vendor, ...problems(...editRefusals, 'NAME_TAKEN') },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      const { vendorId } = request.params;
      const version = editedVersion(request);
      return versioned(
        reply,
        await updateVendor(database, callerOf(request), vendorId, version, request.body),
      );
    },
  );
}
