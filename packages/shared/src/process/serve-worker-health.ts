import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { register } from 'prom-client';

export interface WorkerHealth {
  readonly host: string;
  readonly port: number;
  readonly metricsToken: string;
  /** Rejects when a store does not answer. */
  readonly check: () => Promise<unknown>;
  readonly isDraining: () => boolean;
}

const checkTimeoutMs = 1_000;

/** `/health/live`, `/health/ready` and `/metrics` (bearer token) of a worker. Resolves when it listens. */
export async function serveWorkerHealth(health: WorkerHealth): Promise<Server> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: string, type = 'application/json'): void => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    };
    switch (request.url) {
      case '/health/live':
        return answer(200, '{"status":"live"}');
      case '/health/ready':
        return void isReady(health).then((ready) =>
          answer(ready ? 200 : 503, JSON.stringify({ status: ready ? 'ready' : 'not ready' })),
        );
      case '/metrics':
        if (!hasToken(request.headers.authorization, health.metricsToken)) return answer(401, '{}');
        return void register.metrics().then((text) => answer(200, text, register.contentType));
      default:
        return answer(404, '{}');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(health.port, health.host, resolve);
  });
  return server;
}

async function isReady(health: WorkerHealth): Promise<boolean> {
  if (health.isDraining()) return false;
  const late = new Promise<false>((resolve) => setTimeout(resolve, checkTimeoutMs, false).unref());
  return Promise.race([
    health.check().then(
      () => true,
      () => false,
    ),
    late,
  ]);
}

function hasToken(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
