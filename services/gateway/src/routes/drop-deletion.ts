import { problems } from '@fairgate/shared/contracts/common.ts';
import { EventDropParams } from '@fairgate/shared/contracts/drops.ts';
import { readRefusals } from '@fairgate/shared/contracts/edits.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { deleted } from '../http/answers.ts';
import { deleteDrop } from '../use-cases/catalogue/delete-drop.ts';

export function serveDropDeletion(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.delete(
    '/v1/events/:eventId/drops/:dropId',
    {
      schema: {
        operationId: 'deleteDrop',
        tags: ['drops'],
        summary: 'Delete a drop that nobody joined',
        security: [{ account: [] }],
        params: EventDropParams,
        response: { 204: Type.Null(), ...problems(...readRefusals, 'FORBIDDEN', 'STATE_CONFLICT') },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      await deleteDrop(database, callerOf(request), request.params.eventId, request.params.dropId);
      return deleted(reply);
    },
  );
}
