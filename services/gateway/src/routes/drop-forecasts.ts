import { problems } from '@fairgate/shared/contracts/common.ts';
import { readRefusals } from '@fairgate/shared/contracts/edits.ts';
import { DropForecast, ForecastQuery } from '@fairgate/shared/contracts/forecast.ts';
import { DropParams } from '@fairgate/shared/contracts/waiting-room.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/open-catalogue.ts';
import { forecastDrop } from '../use-cases/catalogue/forecast-drop.ts';

export function serveDropForecasts(instance: FastifyInstance, { database }: Catalogue): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.get(
    '/v1/drops/:dropId/forecast',
    {
      schema: {
        operationId: 'forecastDrop',
        summary: 'How a drop will go by what its vendor expects: waits, what binds, workers needed',
        tags: ['drops'],
        security: [{ account: [] }],
        params: DropParams,
        querystring: ForecastQuery,
        response: { 200: DropForecast, ...problems(...readRefusals, 'FORBIDDEN') },
      },
      config: { policy: 'account', limit: 'read' },
    },
    (request) => forecastDrop(database, callerOf(request), request.params.dropId, request.query),
  );
}
