import { problems } from '@fairgate/shared/contracts/common.ts';
import { Drop, DropControls } from '@fairgate/shared/contracts/drops.ts';
import { EditHeaders, editRefusals } from '@fairgate/shared/contracts/edits.ts';
import { DropParams } from '@fairgate/shared/contracts/waiting-room.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { versioned } from '../http/answers.ts';
import { editedVersion } from '../http/etag.ts';
import { controlDrop } from '../use-cases/catalogue/control-drop.ts';
import { getDrop } from '../use-cases/catalogue/get-drop.ts';

const common = { tags: ['drops'], params: DropParams };

export function serveDrops(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.get(
    '/v1/drops/:dropId',
    {
      schema: {
        ...common,
        operationId: 'getDrop',
        summary: 'A drop: when it opens and what its limits are',
        response: { 200: Drop, ...problems('NOT_FOUND') },
      },
      config: { policy: 'anyone', limit: 'read' },
    },
    async (request, reply) =>
      versioned(reply, await getDrop(database, request.account, request.params.dropId)),
  );

  app.patch(
    '/v1/drops/:dropId/controls',
    {
      schema: {
        ...common,
        operationId: 'controlDrop',
        summary: 'Pause, close or resume a drop, turn its cap and rate, or tell those who wait something',
        security: [{ account: [] }],
        headers: EditHeaders,
        body: DropControls,
        response: { 200: Drop, ...problems(...editRefusals) },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      const { dropId } = request.params;
      const version = editedVersion(request);
      return versioned(reply, await controlDrop(database, callerOf(request), dropId, version, request.body));
    },
  );
}
