import { PageQuery, problems } from '@fairgate/shared/contracts/common.ts';
import { readRefusals, writeRefusals } from '@fairgate/shared/contracts/edits.ts';
import { VendorParams } from '@fairgate/shared/contracts/vendors.ts';
import { Venue, VenueDraft, VenuePage } from '@fairgate/shared/contracts/venues.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { created } from '../http/answers.ts';
import { createVenue } from '../use-cases/catalogue/create-venue.ts';
import { listVenues } from '../use-cases/catalogue/list-venues.ts';

const common = { tags: ['venues'], security: [{ account: [] }], params: VendorParams };

export function serveVendorVenues(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.post(
    '/v1/vendors/:vendorId/venues',
    {
      schema: {
        ...common,
        operationId: 'createVenue',
        summary: 'Add a venue',
        body: VenueDraft,
        response: { 201: Venue, ...problems(...writeRefusals, 'LIMIT_REACHED') },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      const venue = await createVenue(database, callerOf(request), request.params.vendorId, request.body);
      return created(reply, `/v1/venues/${venue.id}`, venue);
    },
  );

  app.get(
    '/v1/vendors/:vendorId/venues',
    {
      schema: {
        ...common,
        operationId: 'listVenues',
        summary: "A vendor's venues",
        querystring: PageQuery,
        response: { 200: VenuePage, ...problems(...readRefusals) },
      },
      config: { policy: 'account', limit: 'read' },
    },
    (request) => listVenues(database, callerOf(request), request.params.vendorId, request.query),
  );
}
