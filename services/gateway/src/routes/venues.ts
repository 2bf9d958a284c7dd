import { problems } from '@fairgate/shared/contracts/common.ts';
import { EditHeaders, editRefusals, readRefusals } from '@fairgate/shared/contracts/edits.ts';
import { Venue, VenueParams, VenuePatch } from '@fairgate/shared/contracts/venues.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { versioned } from '../http/answers.ts';
import { editedVersion } from '../http/etag.ts';
import { getVenue } from '../use-cases/catalogue/get-venue.ts';
import { updateVenue } from '../use-cases/catalogue/update-venue.ts';

const common = { tags: ['venues'], security: [{ account: [] }], params: VenueParams };
const path = '/v1/venues/:venueId';

export function serveVenues(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  const got = { 200: Venue, ...problems(...readRefusals) };
  app.get(
    path,
    {
      schema: { ...common, operationId: 'getVenue', summary: 'A venue', response: got },
      config: { policy: 'account', limit: 'read' },
    },
    async (request, reply) =>
      versioned(reply, await getVenue(database, callerOf(request), request.params.venueId)),
  );

  const changed = {
    headers: EditHeaders,
    body: VenuePatch,
    response: { 200: Venue, ...problems(...editRefusals) },
  };
  app.patch(
    path,
    {
      schema: { ...common, operationId: 'updateVenue', summary: 'Change a venue', ...changed },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      const { venueId } = request.params;
      const version = editedVersion(request);
      return versioned(reply, await updateVenue(database, callerOf(request), venueId, version, request.body));
    },
  );
}
