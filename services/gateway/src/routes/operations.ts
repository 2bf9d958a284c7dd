import { Page, PageQuery, problems } from '@fairgate/shared/contracts/common.ts';
import {
  ParkedQuery,
  ParkedRetried,
  ParkedRetry,
  ParkedWork,
  Reconciliation,
} from '@fairgate/shared/contracts/operations.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { showParked } from '../use-cases/operations/list-parked.ts';
import { showReconciliations } from '../use-cases/operations/list-reconciliations.ts';
import { retryParkedWork } from '../use-cases/operations/retry-parked.ts';

const tags = ['operations'];
const security = [{ account: [] }];

/** What only operations see and do. */
export function serveOperations(instance: FastifyInstance, { database }: Pick<Catalogue, 'database'>): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.get(
    '/v1/ops/reconciliations',
    {
      config: { policy: 'ops', limit: 'read' },
      schema: {
        operationId: 'listReconciliations',
        summary: "Stripe's books beside ours, newest day first",
        tags,
        security,
        querystring: PageQuery,
        response: { 200: Page(Reconciliation), ...problems('SIGN_IN_REQUIRED', 'FORBIDDEN') },
      },
    },
    (request) => showReconciliations(database, request.query),
  );

  app.get(
    '/v1/ops/parked',
    {
      config: { policy: 'ops', limit: 'read' },
      schema: {
        operationId: 'listParkedWork',
        summary: 'Work that failed too often and waits for somebody to look at it',
        tags,
        security,
        querystring: ParkedQuery,
        response: { 200: Page(ParkedWork), ...problems('SIGN_IN_REQUIRED', 'FORBIDDEN') },
      },
    },
    (request) => showParked(database, request.query),
  );

  app.post(
    '/v1/ops/parked/retry',
    {
      config: { policy: 'ops', limit: 'edit' },
      schema: {
        operationId: 'retryParkedWork',
        summary: 'Have one piece of parked work, or all of a kind, tried again',
        tags,
        security,
        body: ParkedRetry,
        response: { 200: ParkedRetried, ...problems('SIGN_IN_REQUIRED', 'FORBIDDEN', 'NOT_FOUND') },
      },
    },
    (request) => retryParkedWork(database, callerOf(request).id, request.body),
  );
}
