import { problems } from '@fairgate/shared/contracts/common.ts';
import { Drop, DropDraft, EventDropParams } from '@fairgate/shared/contracts/drops.ts';
import { EditHeaders, editRefusals } from '@fairgate/shared/contracts/edits.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { versioned } from '../http/answers.ts';
import { editedVersion } from '../http/etag.ts';
import { updateDrop } from '../use-cases/catalogue/update-drop.ts';

const common = { tags: ['drops'], security: [{ account: [] }], params: EventDropParams };

export function serveDropEdits(instance: FastifyInstance, { database, draws }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.put(
    '/v1/events/:eventId/drops/:dropId',
    {
      schema: {
        ...common,
        operationId: 'updateDrop',
        summary: 'Replace a drop; its opening moves only before it opened',
        headers: EditHeaders,
        body: DropDraft,
        response: { 200: Drop, ...problems(...editRefusals, 'STATE_CONFLICT') },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      const { eventId, dropId } = request.params;
      const version = editedVersion(request);
      return versioned(
        reply,
        await updateDrop(database, draws, callerOf(request), eventId, dropId, version, request.body),
      );
    },
  );
}
