import type { FastifyInstance } from 'fastify';

/** An answer that took longer is worth a line. Milliseconds. */
const slowMs = 1_000;

/**
 * One line an answer: at debug when all is well, at warn when it was slow or failed by us. A crowd that polls would
 * otherwise fill the disk with lines that say nothing; the metrics count every request.
 */
export function logAnswers(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const { statusCode } = reply;
    const milliseconds = Math.round(reply.elapsedTime);
    const line = { method: request.method, route: request.routeOptions.url, statusCode, milliseconds };
    if (statusCode >= 500) request.log.warn(line, 'failed');
    else if (milliseconds >= slowMs) request.log.warn(line, 'slow');
    else request.log.debug(line, 'answered');
  });
}
