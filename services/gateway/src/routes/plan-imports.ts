import { problems } from '@fairgate/shared/contracts/common.ts';
import { writeRefusals } from '@fairgate/shared/contracts/edits.ts';
import { PlanFile, PlanImportQuery, PlanImportResult } from '@fairgate/shared/contracts/seating-plans.ts';
import { VenueParams } from '@fairgate/shared/contracts/venues.ts';
import { planBodyBytesMax } from '@fairgate/shared/domain/limits.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { created } from '../http/answers.ts';
import { importSeatingPlan } from '../use-cases/catalogue/import-seating-plan.ts';

/** The file is read in a thread of its own, so the body is taken as bytes: this route has a parser to itself. */
export async function servePlanImports(
  instance: FastifyInstance,
  { edits, planReader }: Catalogue,
): Promise<void> {
  await instance.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer' },
      async (_request: unknown, body: Buffer) => body,
    );
    const app = scope.withTypeProvider<TypeBoxTypeProvider>();
    app.post(
      '/v1/venues/:venueId/seating-plans',
      {
        bodyLimit: planBodyBytesMax,
        schema: {
          operationId: 'importSeatingPlan',
          tags: ['seating plans'],
          summary: "Import a plan file: pretix's format or a hall scheme",
          security: [{ account: [] }],
          params: VenueParams,
          querystring: PlanImportQuery,
          body: PlanFile,
          response: {
            200: PlanImportResult,
            201: PlanImportResult,
            ...problems(...writeRefusals, 'PLAN_INVALID', 'MEDIA_TYPE_UNSUPPORTED'),
          },
        },
        config: { policy: 'account', limit: 'heavy' },
      },
      async (request, reply) => {
        const file = (request.body ?? new Uint8Array()) as Uint8Array;
        const target = { venueId: request.params.venueId, dryRun: request.query.dryRun };
        const result = await importSeatingPlan(edits, planReader, callerOf(request), target, file);
        if (result.outcome !== 'imported' || result.plan === null) return result;
        return created(reply, `/v1/seating-plans/${result.plan.id}`, result);
      },
    );
  });
}
