import { PageQuery, problems } from '@fairgate/shared/contracts/common.ts';
import { Drop, DropDraft, DropPage } from '@fairgate/shared/contracts/drops.ts';
import { writeRefusals } from '@fairgate/shared/contracts/edits.ts';
import { EventParams } from '@fairgate/shared/contracts/events.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { created } from '../http/answers.ts';
import { createDrop } from '../use-cases/catalogue/create-drop.ts';
import { listDrops } from '../use-cases/catalogue/list-drops.ts';

const common = { tags: ['drops'], params: EventParams };

export function serveEventDrops(instance: FastifyInstance, { database, draws }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.post(
    '/v1/events/:eventId/drops',
    {
      schema: {
        ...common,
        operationId: 'createDrop',
        summary: 'Schedule a drop',
        security: [{ account: [] }],
        body: DropDraft,
        response: { 201: Drop, ...problems(...writeRefusals, 'LIMIT_REACHED') },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      const { eventId } = request.params;
      const drop = await createDrop(database, draws, callerOf(request), eventId, request.body);
      return created(reply, `/v1/drops/${drop.id}`, drop);
    },
  );

  app.get(
    '/v1/events/:eventId/drops',
    {
      schema: {
        ...common,
        operationId: 'listDrops',
        summary: "An event's drops",
        querystring: PageQuery,
        response: { 200: DropPage, ...problems('NOT_FOUND') },
      },
      config: { policy: 'anyone', limit: 'read' },
    },
    (request) => listDrops(database, request.account, request.params.eventId, request.query),
  );
}
