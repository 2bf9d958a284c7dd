import { PageQuery, problems } from '@fairgate/shared/contracts/common.ts';
import { readRefusals, writeRefusals } from '@fairgate/shared/contracts/edits.ts';
import { IdempotencyHeader, OrderParams, OrderSteps } from '@fairgate/shared/contracts/orders.ts';
import { Refund, RefundPage, TicketReturn } from '@fairgate/shared/contracts/refunds.ts';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { callerOf } from '../access/caller.ts';
import { listOrderRefunds } from '../use-cases/money-back/list-refunds.ts';
import { type RefundStores, returnTickets } from '../use-cases/money-back/refund-order.ts';
import { showOrderHistory } from '../use-cases/show-order-history.ts';
import { clientKeyOf } from './client-key.ts';

const common = { tags: ['orders'], security: [{ account: [] }], params: OrderParams };
const reading = { policy: 'account', limit: 'read' } as const;

/** Money back and the steps of an order, as its buyer sees them. */
export const orderRefundRoutes: FastifyPluginAsyncTypebox<{ stores: RefundStores }> = async (
  app,
  { stores },
) => {
  app.post(
    '/v1/orders/:orderId/refunds',
    {
      config: { policy: 'account', limit: 'edit' },
      schema: {
        ...common,
        operationId: 'returnTickets',
        summary: 'Give tickets of a moved event back, while its vendor lets buyers do so',
        headers: Type.Partial(IdempotencyHeader),
        body: TicketReturn,
        response: {
          201: Refund,
          ...problems(
            ...writeRefusals,
            'IDEMPOTENCY_KEY_MISSING',
            'KEY_REUSED',
            'STATE_CONFLICT',
            'LIMIT_REACHED',
          ),
        },
      },
    },
    async (request, reply) => {
      const clientKey = clientKeyOf(request);
      const { orderId } = request.params;
      return reply
        .code(201)
        .send(await returnTickets(stores, callerOf(request), orderId, clientKey, request.body));
    },
  );

  app.get(
    '/v1/orders/:orderId/refunds',
    {
      config: reading,
      schema: {
        ...common,
        operationId: 'listOrderRefunds',
        summary: 'What was given back of an order, newest first',
        querystring: PageQuery,
        response: { 200: RefundPage, ...problems(...readRefusals) },
      },
    },
    (request) => listOrderRefunds(stores.database, callerOf(request), request.params.orderId, request.query),
  );

  app.get(
    '/v1/orders/:orderId/history',
    {
      config: reading,
      schema: {
        ...common,
        operationId: 'getOrderHistory',
        summary: 'Every step of an order, for its buyer, its vendor and operations',
        response: { 200: OrderSteps, ...problems(...readRefusals) },
      },
    },
    (request) => showOrderHistory(stores.database, callerOf(request), request.params.orderId),
  );
};
