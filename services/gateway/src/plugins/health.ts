import type { FastifyInstance } from 'fastify';

/** One thing that must answer before the process takes traffic. */
export interface ReadinessCheck {
  readonly name: string;
  readonly check: () => Promise<unknown>;
}

const checkTimeoutMs = 1_000;

/** `/health/live`: the process turns. `/health/ready`: its stores answer, its clock is right and it is not draining. */
export function serveHealth(
  app: FastifyInstance,
  checks: readonly ReadinessCheck[],
  isDraining: () => boolean,
): void {
  const options = {
    schema: { hide: true },
    config: { policy: 'anyone', limit: 'machine', shedLast: true },
  } as const;
  app.get('/health/live', options, async () => ({ status: 'live' }));
  app.get('/health/ready', options, async (_request, reply) => {
    const results = await Promise.all(
      checks.map(async ({ name, check }) => ({ name, ready: await answers(check) })),
    );
    const ready = !isDraining() && results.every((result) => result.ready);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', checks: results });
  });
}

async function answers(check: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, checkTimeoutMs, false);
  });
  try {
    return await Promise.race([
      check().then(
        () => true,
        () => false,
      ),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
