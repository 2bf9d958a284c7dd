import { problems } from '@fairgate/shared/contracts/common.ts';
import { EditHeaders, editRefusals, readRefusals, writeRefusals } from '@fairgate/shared/contracts/edits.ts';
import {
  EventCancellation,
  EventChanged,
  EventMove,
  RefundRun,
  RefundRunParams,
  RefundRunSwitch,
  RefundRuns,
} from '@fairgate/shared/contracts/event-changes.ts';
import { EventParams } from '@fairgate/shared/contracts/events.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { versioned } from '../http/answers.ts';
import { editedVersion } from '../http/etag.ts';
import { callEventOff, giveEventAnotherTime } from '../use-cases/money-back/change-event.ts';
import { showRefundRuns, switchRun } from '../use-cases/money-back/refund-runs.ts';

const common = { tags: ['events'], security: [{ account: [] }] };
const config = { policy: 'account', limit: 'edit' } as const;
const changing = {
  params: EventParams,
  headers: EditHeaders,
  response: { 200: EventChanged, ...problems(...editRefusals, 'STATE_CONFLICT') },
};

/** Cancelling and moving events on which buyers rely, and the runs that refund them. */
export function serveEventChanges(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.post(
    '/v1/events/:eventId/cancellation',
    {
      config,
      schema: {
        ...common,
        ...changing,
        operationId: 'cancelEvent',
        summary: 'Call an event off for good and refund every order',
        body: EventCancellation,
      },
    },
    async (request, reply) => {
      const { eventId } = request.params;
      const version = editedVersion(request);
      return versioned(
        reply,
        await callEventOff(database, callerOf(request), eventId, version, request.body),
      );
    },
  );

  app.post(
    '/v1/events/:eventId/move',
    {
      config,
      schema: {
        ...common,
        ...changing,
        operationId: 'moveEvent',
        summary: 'Give an event another time: holders are told, and refunded as you say',
        body: EventMove,
      },
    },
    async (request, reply) => {
      const { eventId } = request.params;
      const version = editedVersion(request);
      const moved = await giveEventAnotherTime(database, callerOf(request), eventId, version, request.body);
      return versioned(reply, moved);
    },
  );

  app.get(
    '/v1/events/:eventId/refund-runs',
    {
      config: { policy: 'account', limit: 'read' },
      schema: {
        ...common,
        operationId: 'listRefundRuns',
        summary: 'How far the refunds of a cancelled or moved event are',
        params: EventParams,
        response: { 200: RefundRuns, ...problems(...readRefusals) },
      },
    },
    (request) => showRefundRuns(database, callerOf(request), request.params.eventId),
  );

  app.patch(
    '/v1/events/:eventId/refund-runs/:runId',
    {
      config,
      schema: {
        ...common,
        operationId: 'switchRefundRun',
        summary: 'Pause a run of refunds, or let it go on',
        params: RefundRunParams,
        body: RefundRunSwitch,
        response: { 200: RefundRun, ...problems(...writeRefusals, 'STATE_CONFLICT') },
      },
    },
    (request) => switchRun(database, callerOf(request), request.params, request.body),
  );
}
