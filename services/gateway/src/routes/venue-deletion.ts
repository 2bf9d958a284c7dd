import { problems } from '@fairgate/shared/contracts/common.ts';
import { readRefusals } from '@fairgate/shared/contracts/edits.ts';
import { VenueParams } from '@fairgate/shared/contracts/venues.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { deleted } from '../http/answers.ts';
import { deleteVenue } from '../use-cases/catalogue/delete-venue.ts';

export function serveVenueDeletion(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.delete(
    '/v1/venues/:venueId',
    {
      schema: {
        operationId: 'deleteVenue',
        tags: ['venues'],
        summary: 'Delete a venue without events',
        security: [{ account: [] }],
        params: VenueParams,
        response: { 204: Type.Null(), ...problems(...readRefusals, 'FORBIDDEN', 'STATE_CONFLICT') },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      await deleteVenue(database, callerOf(request), request.params.venueId);
      return deleted(reply);
    },
  );
}
