import { CategoryParams } from '@fairgate/shared/contracts/categories.ts';
import { problems } from '@fairgate/shared/contracts/common.ts';
import { readRefusals } from '@fairgate/shared/contracts/edits.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { deleted } from '../http/answers.ts';
import { deleteCategory } from '../use-cases/catalogue/delete-category.ts';

export function serveCategoryDeletion(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.delete(
    '/v1/events/:eventId/categories/:categoryId',
    {
      schema: {
        operationId: 'deleteCategory',
        tags: ['categories'],
        summary: 'Delete a category without tickets',
        security: [{ account: [] }],
        params: CategoryParams,
        response: {
          204: Type.Null(),
          ...problems(...readRefusals, 'FORBIDDEN', 'SALES_EXIST', 'STATE_CONFLICT'),
        },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      await deleteCategory(database, callerOf(request), request.params.eventId, request.params.categoryId);
      return deleted(reply);
    },
  );
}
