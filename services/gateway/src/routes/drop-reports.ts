import { problems } from '@fairgate/shared/contracts/common.ts';
import { DropReport } from '@fairgate/shared/contracts/drop-report.ts';
import { DropParams } from '@fairgate/shared/contracts/waiting-room.ts';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { SaleStores } from '../sale/sale-stores.ts';
import { showDropReport } from '../use-cases/show-drop-report.ts';

export const dropReportRoutes: FastifyPluginAsyncTypebox<{ stores: SaleStores }> = async (
  app,
  { stores },
) => {
  app.get(
    '/v1/drops/:dropId/report',
    {
      config: { policy: 'anyone', limit: 'document' },
      schema: {
        operationId: 'getDropReport',
        summary: 'What a drop was, once it is over: who came, who came in, how long that took, what was sold',
        tags: ['waiting room'],
        params: DropParams,
        response: { 200: DropReport, ...problems('NOT_FOUND', 'STATE_CONFLICT') },
      },
    },
    async (request, reply) => {
      const report = await showDropReport(stores, request.params.dropId);
      reply.header('cache-control', 'public, s-maxage=15, stale-while-revalidate=60');
      return report;
    },
  );
};
