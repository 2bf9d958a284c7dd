import { PageQuery, problems, Uuid } from '@fairgate/shared/contracts/common.ts';
import { closed, readRefusals, writeRefusals } from '@fairgate/shared/contracts/edits.ts';
import { EventOrderPage, EventOrdersQuery } from '@fairgate/shared/contracts/event-orders.ts';
import { EventParams } from '@fairgate/shared/contracts/events.ts';
import { IdempotencyHeader } from '@fairgate/shared/contracts/orders.ts';
import {
  DisputePage,
  Refund,
  RefundDecision,
  RefundPage,
  RefundParams,
  RefundRequest,
  RefundsQuery,
} from '@fairgate/shared/contracts/refunds.ts';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { callerOf } from '../access/caller.ts';
import { decideRefund } from '../use-cases/money-back/decide-refund.ts';
import { showEventOrders } from '../use-cases/money-back/list-event-orders.ts';
import { listEventDisputes, listEventRefunds } from '../use-cases/money-back/list-refunds.ts';
import { type RefundStores, refundOrder } from '../use-cases/money-back/refund-order.ts';
import { clientKeyOf } from './client-key.ts';

const common = { tags: ['money back'], security: [{ account: [] }] };
const reading = { policy: 'account', limit: 'read' } as const;
const giving = { policy: 'account', limit: 'edit' } as const;

/** Money back, as an event's vendor and operations see it. */
export const eventRefundRoutes: FastifyPluginAsyncTypebox<{ stores: RefundStores }> = async (
  app,
  { stores },
) => {
  app.get(
    '/v1/events/:eventId/orders',
    {
      config: reading,
      schema: {
        ...common,
        operationId: 'listEventOrders',
        summary: "An event's orders with their buyers, newest first",
        params: EventParams,
        querystring: EventOrdersQuery,
        response: { 200: EventOrderPage, ...problems(...readRefusals) },
      },
    },
    (request) => showEventOrders(stores.database, callerOf(request), request.params.eventId, request.query),
  );

  app.post(
    '/v1/events/:eventId/orders/:orderId/refunds',
    {
      config: giving,
      schema: {
        ...common,
        operationId: 'refundOrder',
        summary:
          'Take tickets of a paid order back and refund them; the same Idempotency-Key is the same refund',
        params: Type.Object({ eventId: Uuid, orderId: Uuid }, closed),
        headers: Type.Partial(IdempotencyHeader),
        body: RefundRequest,
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
      const refund = await refundOrder(
        stores,
        callerOf(request),
        { ...request.params, clientKey },
        request.body,
      );
      return reply.code(201).send(refund);
    },
  );

  app.get(
    '/v1/events/:eventId/refunds',
    {
      config: reading,
      schema: {
        ...common,
        operationId: 'listEventRefunds',
        summary: "An event's refunds, newest first",
        params: EventParams,
        querystring: RefundsQuery,
        response: { 200: RefundPage, ...problems(...readRefusals) },
      },
    },
    (request) => listEventRefunds(stores.database, callerOf(request), request.params.eventId, request.query),
  );

  app.post(
    '/v1/events/:eventId/refunds/:refundId/decision',
    {
      config: giving,
      schema: {
        ...common,
        operationId: 'decideRefund',
        summary: 'A refund that the bank sent back: ask Stripe once more, or say how it was paid instead',
        params: RefundParams,
        body: RefundDecision,
        response: { 200: Refund, ...problems(...writeRefusals, 'STATE_CONFLICT') },
      },
    },
    (request) => decideRefund(stores, callerOf(request), request.params, request.body),
  );

  app.get(
    '/v1/events/:eventId/disputes',
    {
      config: reading,
      schema: {
        ...common,
        operationId: 'listEventDisputes',
        summary: "Disputes of an event's payments, newest first",
        params: EventParams,
        querystring: PageQuery,
        response: { 200: DisputePage, ...problems(...readRefusals) },
      },
    },
    (request) => listEventDisputes(stores.database, callerOf(request), request.params.eventId, request.query),
  );
};
