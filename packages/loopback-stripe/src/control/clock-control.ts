import type { FastifyInstance } from 'fastify';
import { type ApiContext, clockMs } from '../http/api-context.ts';
import { sweepDue } from '../sweep-due.ts';
import type { ClockView } from './control-shapes.ts';

const advanceSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['advanceSeconds'],
  properties: { advanceSeconds: { type: 'number', minimum: 0, maximum: 366 * 86_400 } },
} as const;

/** The settable clock only goes forward, as time does, and keeps its offset over restarts. */
export function registerClockControl(app: FastifyInstance, context: ApiContext): void {
  app.get('/_control/clock', () => view(context, 0));
  app.post<{ Body: { advanceSeconds: number } }>(
    '/_control/clock',
    { schema: { body: advanceSchema } },
    async (request) => {
      const clockOffsetMs = context.store.clockOffsetMs + Math.round(request.body.advanceSeconds * 1000);
      await context.store.commit({ at: clockMs(context), clockOffsetMs });
      return view(context, await sweepDue(context));
    },
  );
}

function view(context: ApiContext, swept: number): ClockView {
  return { nowMs: clockMs(context), offsetMs: context.store.clockOffsetMs, swept };
}
