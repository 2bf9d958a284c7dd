import { problems } from '@fairgate/shared/contracts/common.ts';
import { EditHeaders, editRefusals, readRefusals } from '@fairgate/shared/contracts/edits.ts';
import { EventDraft, EventParams, EventVersion, PublishedEvent } from '@fairgate/shared/contracts/events.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { versioned } from '../http/answers.ts';
import { editedVersion } from '../http/etag.ts';
import { publishEvent } from '../use-cases/catalogue/publish-event.ts';
import { updateEvent } from '../use-cases/catalogue/update-event.ts';

const common = { tags: ['events'], security: [{ account: [] }], params: EventParams };
const config = { policy: 'account', limit: 'edit' } as const;
const gates = ['SALES_EXIST', 'STATE_CONFLICT'] as const;

export function serveEventEdits(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  const updated = {
    headers: EditHeaders,
    body: EventDraft,
    response: { 200: EventVersion, ...problems(...editRefusals, ...gates) },
  };
  app.put(
    '/v1/events/:eventId',
    {
      schema: {
        ...common,
        operationId: 'updateEvent',
        summary: 'Replace what is said about an event',
        ...updated,
      },
      config,
    },
    async (request, reply) => {
      const { eventId } = request.params;
      const version = editedVersion(request);
      return versioned(reply, await updateEvent(database, callerOf(request), eventId, version, request.body));
    },
  );

  const published = { 200: PublishedEvent, ...problems(...readRefusals, 'FORBIDDEN', 'STATE_CONFLICT') };
  app.post(
    '/v1/events/:eventId/publish',
    {
      schema: {
        ...common,
        operationId: 'publishEvent',
        summary: 'Show an event to everybody',
        response: published,
      },
      config,
    },
    async (request, reply) =>
      versioned(reply, await publishEvent(database, callerOf(request), request.params.eventId)),
  );
}
