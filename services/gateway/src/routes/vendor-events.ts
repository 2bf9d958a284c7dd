import { PageQuery, problems } from '@fairgate/shared/contracts/common.ts';
import { readRefusals, writeRefusals } from '@fairgate/shared/contracts/edits.ts';
import { EventDraft, EventPage, EventVersion } from '@fairgate/shared/contracts/events.ts';
import { VendorParams } from '@fairgate/shared/contracts/vendors.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { created } from '../http/answers.ts';
import { createEvent } from '../use-cases/catalogue/create-event.ts';
import { listVendorEvents } from '../use-cases/catalogue/list-vendor-events.ts';

const common = { tags: ['events'], security: [{ account: [] }], params: VendorParams };

export function serveVendorEvents(instance: FastifyInstance, { database, soldOut }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.post(
    '/v1/vendors/:vendorId/events',
    {
      schema: {
        ...common,
        operationId: 'createEvent',
        summary: 'Draft an event',
        body: EventDraft,
        response: { 201: EventVersion, ...problems(...writeRefusals) },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      const event = await createEvent(database, callerOf(request), request.params.vendorId, request.body);
      return created(reply, `/v1/events/${event.id}`, event);
    },
  );

  app.get(
    '/v1/vendors/:vendorId/events',
    {
      schema: {
        ...common,
        operationId: 'listVendorEvents',
        summary: "All of a vendor's events, drafts too",
        querystring: PageQuery,
        response: { 200: EventPage, ...problems(...readRefusals) },
      },
      config: { policy: 'account', limit: 'read' },
    },
    (request) =>
      listVendorEvents(database, soldOut, callerOf(request), request.params.vendorId, request.query),
  );
}
