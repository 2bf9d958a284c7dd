import { Category, CategoryDraft, CategoryPage } from '@fairgate/shared/contracts/categories.ts';
import { PageQuery, problems } from '@fairgate/shared/contracts/common.ts';
import { writeRefusals } from '@fairgate/shared/contracts/edits.ts';
import { EventParams } from '@fairgate/shared/contracts/events.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { created } from '../http/answers.ts';
import { createCategory } from '../use-cases/catalogue/create-category.ts';
import { listCategories } from '../use-cases/catalogue/list-categories.ts';

const common = { tags: ['categories'], params: EventParams };

export function serveEventCategories(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.post(
    '/v1/events/:eventId/categories',
    {
      schema: {
        ...common,
        operationId: 'createCategory',
        summary: 'Add a ticket category with its price',
        security: [{ account: [] }],
        body: CategoryDraft,
        response: { 201: Category, ...problems(...writeRefusals, 'NAME_TAKEN', 'LIMIT_REACHED') },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      const { eventId } = request.params;
      const category = await createCategory(database, callerOf(request), eventId, request.body);
      return created(reply, `/v1/events/${eventId}/categories/${category.id}`, category);
    },
  );

  app.get(
    '/v1/events/:eventId/categories',
    {
      schema: {
        ...common,
        operationId: 'listCategories',
        summary: "An event's categories",
        querystring: PageQuery,
        response: { 200: CategoryPage, ...problems('NOT_FOUND') },
      },
      config: { policy: 'anyone', limit: 'read' },
    },
    (request) => listCategories(database, request.account, request.params.eventId, request.query),
  );
}
