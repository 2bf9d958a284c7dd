import { problems } from '@fairgate/shared/contracts/common.ts';
import { EventDropParams } from '@fairgate/shared/contracts/drops.ts';
import { EditHeaders, editRefusals } from '@fairgate/shared/contracts/edits.ts';
import { Lanes, LanesDraft } from '@fairgate/shared/contracts/lanes.ts';
import { DropParams } from '@fairgate/shared/contracts/waiting-room.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { versioned } from '../http/answers.ts';
import { editedVersion } from '../http/etag.ts';
import { listLanes } from '../use-cases/catalogue/list-lanes.ts';
import { setLanes } from '../use-cases/catalogue/set-lanes.ts';

const tags = ['drops'];

export function serveDropLanes(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.get(
    '/v1/drops/:dropId/lanes',
    {
      schema: {
        operationId: 'listLanes',
        summary: "A drop's lanes: their shares, and how many people each may take",
        tags,
        params: DropParams,
        response: { 200: Lanes, ...problems('NOT_FOUND') },
      },
      config: { policy: 'anyone', limit: 'read' },
    },
    async (request, reply) =>
      versioned(reply, await listLanes(database, request.account, request.params.dropId)),
  );

  app.put(
    '/v1/events/:eventId/drops/:dropId/lanes',
    {
      schema: {
        operationId: 'setLanes',
        summary: 'Replace the lanes of a drop, until its lobby is sealed',
        tags,
        security: [{ account: [] }],
        params: EventDropParams,
        headers: EditHeaders,
        body: LanesDraft,
        response: { 200: Lanes, ...problems(...editRefusals, 'STATE_CONFLICT') },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      const { eventId, dropId } = request.params;
      const seen = editedVersion(request);
      return versioned(
        reply,
        await setLanes(database, callerOf(request), eventId, dropId, seen, request.body),
      );
    },
  );
}
