import { problems } from '@fairgate/shared/contracts/common.ts';
import { CapacityView, Sales, SalesSwitch } from '@fairgate/shared/contracts/operations.ts';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { callerOf } from '../access/caller.ts';
import type { SaleStores } from '../sale/sale-stores.ts';
import { showCapacity } from '../use-cases/operations/show-capacity.ts';
import { showSales, switchSales } from '../use-cases/operations/switch-sales.ts';

const tags = ['operations'];
const security = [{ account: [] }];

/** What operations see of all lines together, and the switch for all sales. */
export const capacityRoutes: FastifyPluginAsyncTypebox<{ stores: SaleStores }> = async (app, { stores }) => {
  app.get(
    '/v1/ops/capacity',
    {
      config: { policy: 'ops', limit: 'read' },
      schema: {
        operationId: 'getCapacity',
        summary: 'How the purchase keeps up, what binds each line, and how many workers would lift it',
        tags,
        security,
        response: { 200: CapacityView, ...problems('SIGN_IN_REQUIRED', 'FORBIDDEN') },
      },
    },
    () => showCapacity(stores),
  );

  app.get(
    '/v1/ops/sales',
    {
      config: { policy: 'ops', limit: 'read' },
      schema: {
        operationId: 'getSales',
        summary: 'Whether sales run, are held or are stopped, since when and why',
        tags,
        security,
        response: { 200: Sales, ...problems('SIGN_IN_REQUIRED', 'FORBIDDEN') },
      },
    },
    () => showSales(stores.database),
  );

  app.put(
    '/v1/ops/sales',
    {
      config: { policy: 'ops', limit: 'edit' },
      schema: {
        operationId: 'switchSales',
        summary: 'Hold all lines, stop all sales at once, or let them run again',
        tags,
        security,
        body: SalesSwitch,
        response: { 200: Sales, ...problems('SIGN_IN_REQUIRED', 'FORBIDDEN', 'STATE_CONFLICT') },
      },
    },
    (request) => switchSales(stores.database, callerOf(request).id, request.body),
  );
};
