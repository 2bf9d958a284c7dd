import { CheckIn, CheckInRequest, UndoRequest } from '@fairgate/shared/contracts/check-ins.ts';
import { problems } from '@fairgate/shared/contracts/common.ts';
import { writeRefusals } from '@fairgate/shared/contracts/edits.ts';
import { EventParams } from '@fairgate/shared/contracts/events.ts';
import { TicketParams } from '@fairgate/shared/contracts/tickets.ts';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { callerOf } from '../access/caller.ts';
import { checkIn, type GateStores } from '../use-cases/gate/check-in.ts';
import { undoEntry } from '../use-cases/gate/undo-check-in.ts';

const common = { tags: ['gate'], security: [{ account: [] }] };
const atTheGate = { policy: 'account', limit: 'gate' } as const;

export const checkInRoutes: FastifyPluginAsyncTypebox<{ stores: GateStores }> = async (app, { stores }) => {
  app.post(
    '/v1/events/:eventId/check-ins',
    {
      config: atTheGate,
      schema: {
        ...common,
        operationId: 'checkIn',
        summary: 'Let the holder of a ticket code in, once',
        params: EventParams,
        body: CheckInRequest,
        response: {
          201: CheckIn,
          ...problems(
            ...writeRefusals,
            'TICKET_CODE_INVALID',
            'TICKET_OF_OTHER_EVENT',
            'TICKET_CODE_OLD',
            'STATE_CONFLICT',
            'EVENT_CANCELLED',
          ),
        },
      },
    },
    async (request, reply) => {
      const entered = await checkIn(stores, callerOf(request), request.params.eventId, request.body.code);
      return reply.code(201).send(entered);
    },
  );

  app.delete(
    '/v1/events/:eventId/check-ins/:number',
    {
      config: atTheGate,
      schema: {
        ...common,
        operationId: 'undoCheckIn',
        summary: 'Undo a check-in, with a reason: the ticket may enter again',
        params: TicketParams,
        body: UndoRequest,
        response: { 200: CheckIn, ...problems(...writeRefusals, 'STATE_CONFLICT') },
      },
    },
    (request) =>
      undoEntry(
        stores,
        callerOf(request),
        request.params.eventId,
        request.params.number,
        request.body.reason,
      ),
  );
};
