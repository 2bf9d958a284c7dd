import { problems } from '@fairgate/shared/contracts/common.ts';
import { readRefusals } from '@fairgate/shared/contracts/edits.ts';
import { EventParams } from '@fairgate/shared/contracts/events.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { deleted } from '../http/answers.ts';
import { deleteEvent } from '../use-cases/catalogue/delete-event.ts';

export function serveEventDeletion(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.delete(
    '/v1/events/:eventId',
    {
      schema: {
        operationId: 'deleteEvent',
        tags: ['events'],
        summary: 'Delete an event without sales',
        security: [{ account: [] }],
        params: EventParams,
        response: {
          204: Type.Null(),
          ...problems(...readRefusals, 'FORBIDDEN', 'SALES_EXIST', 'STATE_CONFLICT'),
        },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      await deleteEvent(database, callerOf(request), request.params.eventId);
      return deleted(reply);
    },
  );
}
