import { Category, CategoryDraft, CategoryParams } from '@fairgate/shared/contracts/categories.ts';
import { problems } from '@fairgate/shared/contracts/common.ts';
import { EditHeaders, editRefusals } from '@fairgate/shared/contracts/edits.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { versioned } from '../http/answers.ts';
import { editedVersion } from '../http/etag.ts';
import { getCategory } from '../use-cases/catalogue/get-category.ts';
import { updateCategory } from '../use-cases/catalogue/update-category.ts';

const common = { tags: ['categories'], params: CategoryParams };
const path = '/v1/events/:eventId/categories/:categoryId';

export function serveCategories(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  const got = { 200: Category, ...problems('NOT_FOUND') };
  app.get(
    path,
    {
      schema: { ...common, operationId: 'getCategory', summary: 'A category', response: got },
      config: { policy: 'anyone', limit: 'read' },
    },
    async (request, reply) => {
      const { eventId, categoryId } = request.params;
      return versioned(reply, await getCategory(database, request.account, eventId, categoryId));
    },
  );

  const changed = { 200: Category, ...problems(...editRefusals, 'SALES_EXIST', 'NAME_TAKEN') };
  const edit = { security: [{ account: [] }], headers: EditHeaders, body: CategoryDraft, response: changed };
  app.put(
    path,
    {
      schema: { ...common, operationId: 'updateCategory', summary: 'Replace a category', ...edit },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      const { eventId, categoryId } = request.params;
      const version = editedVersion(request);
      const { body } = request;
      return versioned(
        reply,
        await updateCategory(database, callerOf(request), eventId, categoryId, version, body),
      );
    },
  );
}
