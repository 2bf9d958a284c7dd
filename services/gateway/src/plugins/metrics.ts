import { createHash, timingSafeEqual } from 'node:crypto';
import { Problem, type ProblemCode } from '@fairgate/shared/errors.ts';
import { intentMismatches } from '@fairgate/shared/payments/mismatch-alarm.ts';
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { bearerToken } from '../access/identify-callers.ts';

/** Seconds; what a person waits for is between 5 ms and a few seconds. */
const durationBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Notes a request that no hook saw. Seconds. */
export type RequestObserver = (method: string, route: string, status: number, seconds: number) => void;

/** Measures every request. Labels name routes by their template and refusals by their code, never an id. */
export function measureRequests(app: FastifyInstance): {
  readonly registry: Registry;
  readonly observe: RequestObserver;
} {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'fairgate_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: durationBuckets,
    registers: [registry],
  });
  const refusals = new Counter({
    name: 'fairgate_http_refusals_total',
    help: 'Problems answered, by code',
    labelNames: ['code'],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  app.addHook('preSerialization', async (_request, reply, payload) => {
    if (isProblem(payload) && reply.statusCode >= 400) refusals.inc({ code: payload.code });
    return payload;
  });
  app.addHook('onClose', async () => registry.clear());
  return {
    registry,
    observe: (method, route, status, seconds) => durations.observe({ method, route, status }, seconds),
  };
}

/** 1 while payments are interrupted, as this gateway last saw it. */
export function measureOutage(registry: Registry, isInterrupted: () => boolean): void {
  registry.registerMetric(intentMismatches);
  new Gauge({
    name: 'fairgate_stripe_outage',
    help: '1 while Stripe does not answer or people are not let in again yet',
    registers: [registry],
    collect() {
      this.set(isInterrupted() ? 1 : 0);
    },
  });
}

export function serveMetrics(app: FastifyInstance, registry: Registry, token: string): void {
  app.get(
    '/metrics',
    { schema: { hide: true }, config: { policy: 'metrics-token', limit: 'machine', shedLast: true } },
    async (request, reply) => {
      if (!isSame(bearerToken(request) ?? '', token)) throw new Problem('METRICS_TOKEN_REQUIRED');
      return reply.type(registry.contentType).send(await registry.metrics());
    },
  );
}

/** In constant time, whatever the lengths. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function isProblem(payload: unknown): payload is { readonly code: ProblemCode } {
  return typeof payload === 'object' && payload !== null && 'code' in payload && 'advice' in payload;
}
