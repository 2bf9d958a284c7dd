import { Page, PageQuery, problems } from '@fairgate/shared/contracts/common.ts';
import { AdmissionHeader } from '@fairgate/shared/contracts/holds.ts';
import {
  IdempotencyHeader,
  MyTicket,
  Order,
  OrderParams,
  OrderRequest,
} from '@fairgate/shared/contracts/orders.ts';
import { DropParams } from '@fairgate/shared/contracts/waiting-room.ts';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { callerOf } from '../access/caller.ts';
import type { SaleStores } from '../sale/sale-stores.ts';
import { cancelOrder } from '../use-cases/cancel-order.ts';
import { placeOrder } from '../use-cases/place-order.ts';
import { returnFromPayment } from '../use-cases/return-from-payment.ts';
import { showMyTickets } from '../use-cases/show-my-tickets.ts';
import { showOrder, showOrders } from '../use-cases/show-order.ts';
import { bearerOf } from './admission-bearer.ts';
import { clientKeyOf } from './client-key.ts';

const tags = ['orders'];
const security = [{ account: [] }];
const shopping = { policy: 'account', limit: 'shopping', shedLast: true } as const;
const reading = { policy: 'account', limit: 'read', shedLast: true } as const;
const OrderHeaders = Type.Object({
  ...AdmissionHeader.properties,
  ...Type.Partial(IdempotencyHeader).properties,
});

export const orderRoutes: FastifyPluginAsyncTypebox<{ stores: SaleStores }> = async (app, { stores }) => {
  app.post(
    '/v1/drops/:dropId/orders',
    {
      config: shopping,
      schema: {
        operationId: 'placeOrder',
        summary: 'Order what you hold; the same Idempotency-Key again gives the same order',
        tags,
        security,
        params: DropParams,
        headers: OrderHeaders,
        body: OrderRequest,
        response: {
          201: Order,
          ...problems(
            'IDEMPOTENCY_KEY_MISSING',
            'SIGN_IN_REQUIRED',
            'NO_ADMISSION',
            'NOT_FOUND',
            'HOLD_GONE',
            'SEATS_TAKEN',
            'PRICE_CHANGED',
            'LIMIT_REACHED',
            'ADMISSION_BUSY',
            'ADMISSION_SPENT',
            'KEY_REUSED',
            'DROP_NOT_OPEN',
            'DROP_CLOSED',
            'DROP_PAUSED',
            'EVENT_CANCELLED',
            'STATE_CONFLICT',
          ),
        },
      },
    },
    async (request, reply) => {
      const clientKey = clientKeyOf(request);
      const order = await placeOrder(stores, {
        dropId: request.params.dropId,
        accountId: callerOf(request).id,
        bearer: bearerOf(request),
        clientKey,
        holdId: request.body.holdId,
        expectedAmountMinor: request.body.expectedAmountMinor ?? null,
      });
      return reply.code(201).send(order);
    },
  );

  app.get(
    '/v1/orders',
    {
      config: reading,
      schema: {
        operationId: 'listOrders',
        summary: 'Your orders, newest first',
        tags,
        security,
        querystring: PageQuery,
        response: { 200: Page(Order), ...problems('SIGN_IN_REQUIRED') },
      },
    },
    (request) => showOrders(stores, callerOf(request).id, request.query),
  );

  app.get(
    '/v1/orders/:orderId',
    {
      config: reading,
      schema: {
        operationId: 'getOrder',
        summary: 'How an order stands',
        tags,
        security,
        params: OrderParams,
        response: { 200: Order, ...problems('SIGN_IN_REQUIRED', 'NOT_FOUND') },
      },
    },
    (request) => showOrder(stores, request.params.orderId, callerOf(request).id),
  );

  app.post(
    '/v1/orders/:orderId/payment-return',
    {
      config: shopping,
      schema: {
        operationId: 'returnFromPayment',
        summary: 'Say that you are back from paying; we ask Stripe how it went',
        tags,
        security,
        params: OrderParams,
        response: { 200: Order, ...problems('SIGN_IN_REQUIRED', 'NOT_FOUND', 'PAYMENT_UNAVAILABLE') },
      },
    },
    (request) => returnFromPayment(stores, request.params.orderId, callerOf(request).id),
  );

  app.post(
    '/v1/orders/:orderId/cancellation',
    {
      config: shopping,
      schema: {
        operationId: 'cancelOrder',
        summary: 'Give an unpaid order up',
        tags,
        security,
        params: OrderParams,
        response: { 200: Order, ...problems('SIGN_IN_REQUIRED', 'NOT_FOUND', 'STATE_CONFLICT') },
      },
    },
    (request) => cancelOrder(stores, request.params.orderId, callerOf(request).id),
  );

  app.get(
    '/v1/tickets',
    {
      config: reading,
      schema: {
        operationId: 'listMyTickets',
        summary: 'Your tickets, with their signed codes',
        tags: ['tickets'],
        security,
        querystring: PageQuery,
        response: { 200: Page(MyTicket), ...problems('SIGN_IN_REQUIRED') },
      },
    },
    (request) => showMyTickets(stores, callerOf(request).id, request.query),
  );
};
