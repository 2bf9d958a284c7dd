import { PageQuery, problems } from '@fairgate/shared/contracts/common.ts';
import { readRefusals } from '@fairgate/shared/contracts/edits.ts';
import { PlanDetails, PlanPage, PlanParams } from '@fairgate/shared/contracts/seating-plans.ts';
import { VenueParams } from '@fairgate/shared/contracts/venues.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { getSeatingPlan } from '../use-cases/catalogue/get-seating-plan.ts';
import { listSeatingPlans } from '../use-cases/catalogue/list-seating-plans.ts';

const common = { tags: ['seating plans'], security: [{ account: [] }] };

export function serveSeatingPlans(instance: FastifyInstance, { database, planReader }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.get(
    '/v1/venues/:venueId/seating-plans',
    {
      schema: {
        ...common,
        operationId: 'listSeatingPlans',
        summary: "A venue's plans, newest version first",
        params: VenueParams,
        querystring: PageQuery,
        response: { 200: PlanPage, ...problems(...readRefusals) },
      },
      config: { policy: 'account', limit: 'read' },
    },
    (request) => listSeatingPlans(database, callerOf(request), request.params.venueId, request.query),
  );

  app.get(
    '/v1/seating-plans/:planId',
    {
      schema: {
        ...common,
        operationId: 'getSeatingPlan',
        summary: 'A plan: its geometry, and what its import reported',
        params: PlanParams,
        response: { 200: PlanDetails, ...problems(...readRefusals) },
      },
      config: { policy: 'account', limit: 'read' },
    },
    (request) => getSeatingPlan(database, planReader, callerOf(request), request.params.planId),
  );
}
