import { Page, PageQuery, problems } from '@fairgate/shared/contracts/common.ts';
import { editRefusals, readRefusals, writeRefusals } from '@fairgate/shared/contracts/edits.ts';
import { TicketParams } from '@fairgate/shared/contracts/tickets.ts';
import {
  Transfer,
  TransferCodeBody,
  TransferCodeHeader,
  TransferHeaders,
  TransferParams,
  TransferRequest,
} from '@fairgate/shared/contracts/transfers.ts';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { callerOf } from '../access/caller.ts';
import { created } from '../http/answers.ts';
import { editedVersion } from '../http/etag.ts';
import { acceptTicket } from '../use-cases/transfers/accept-ticket.ts';
import { declineOffer, withdrawOffer } from '../use-cases/transfers/end-offer.ts';
import { offerTicket } from '../use-cases/transfers/offer-ticket.ts';
import { showTransfer, showTransfers } from '../use-cases/transfers/show-transfer.ts';
import type { TransferStores } from '../use-cases/transfers/transfer-stores.ts';
import { clientKeyOf } from './client-key.ts';

const common = { tags: ['transfers'], security: [{ account: [] }] };
const transferring = { policy: 'account', limit: 'transfer' } as const;
const reading = { policy: 'account', limit: 'read' } as const;
const answered = {
  200: Transfer,
  ...problems(...writeRefusals, 'STATE_CONFLICT', 'EVENT_CANCELLED'),
};

export const transferRoutes: FastifyPluginAsyncTypebox<{ stores: TransferStores }> = async (
  app,
  { stores },
) => {
  app.post(
    '/v1/events/:eventId/tickets/:number/transfers',
    {
      config: transferring,
      schema: {
        ...common,
        operationId: 'offerTicket',
        summary: 'Offer a ticket of yours to an address; it stays yours until it is accepted',
        params: TicketParams,
        headers: TransferHeaders,
        body: TransferRequest,
        response: {
          201: Transfer,
          ...problems(
            ...editRefusals,
            'IDEMPOTENCY_KEY_MISSING',
            'KEY_REUSED',
            'LIMIT_REACHED',
            'STATE_CONFLICT',
            'EVENT_CANCELLED',
          ),
        },
      },
    },
    async (request, reply) => {
      const clientKey = clientKeyOf(request);
      const transfer = await offerTicket(stores, {
        ...request.params,
        version: editedVersion(request),
        accountId: callerOf(request).id,
        toEmail: request.body.toEmail,
        clientKey,
      });
      return created(reply, `/v1/transfers/${transfer.transferId}`, transfer);
    },
  );

  app.get(
    '/v1/transfers',
    {
      config: reading,
      schema: {
        ...common,
        operationId: 'listTransfers',
        summary: 'What you gave and received, newest first',
        querystring: PageQuery,
        response: { 200: Page(Transfer), ...problems('SIGN_IN_REQUIRED', 'TOKEN_INVALID') },
      },
    },
    (request) => showTransfers(stores, callerOf(request).id, request.query),
  );

  app.get(
    '/v1/transfers/:transferId',
    {
      config: transferring,
      schema: {
        ...common,
        operationId: 'getTransfer',
        summary: 'A transfer, for its giver, its receiver, or whoever has the code of its mail',
        params: TransferParams,
        headers: TransferCodeHeader,
        response: { 200: Transfer, ...problems(...readRefusals) },
      },
    },
    (request) =>
      showTransfer(
        stores,
        request.params.transferId,
        request.headers['fairgate-transfer-code'],
        callerOf(request).id,
      ),
  );

  app.post(
    '/v1/transfers/:transferId/acceptance',
    {
      config: transferring,
      schema: {
        ...common,
        operationId: 'acceptTransfer',
        summary: 'Take an offered ticket: it is yours, with a code of its own',
        params: TransferParams,
        body: TransferCodeBody,
        response: answered,
      },
    },
    (request) => acceptTicket(stores, request.params.transferId, request.body.code, callerOf(request).id),
  );

  app.post(
    '/v1/transfers/:transferId/refusal',
    {
      config: transferring,
      schema: {
        ...common,
        operationId: 'declineTransfer',
        summary: 'Decline an offered ticket',
        params: TransferParams,
        body: TransferCodeBody,
        response: answered,
      },
    },
    (request) => declineOffer(stores, request.params.transferId, request.body.code, callerOf(request).id),
  );

  app.delete(
    '/v1/transfers/:transferId',
    {
      config: transferring,
      schema: {
        ...common,
        operationId: 'withdrawTransfer',
        summary: 'Withdraw an offer of yours',
        params: TransferParams,
        response: { 200: Transfer, ...problems(...readRefusals, 'STATE_CONFLICT') },
      },
    },
    (request) => withdrawOffer(stores, request.params.transferId, callerOf(request).id),
  );
};
