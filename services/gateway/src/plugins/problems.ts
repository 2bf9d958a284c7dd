import { type PostgresFailure, postgresFailure } from '@fairgate/shared/database/postgres-failure.ts';
import { Problem, problemKinds } from '@fairgate/shared/errors.ts';
import { isRedisFailure } from '@fairgate/shared/redis/redis-failure.ts';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendPage } from '../http/html-page.ts';
import { prefersHtml } from '../http/prefers-html.ts';
import { explainFaults } from './field-faults.ts';

/** Where a problem's code is explained, relative to the gateway. */
const problemsPage = '/problems';

/** For a person who mistyped an address; programs get the problem. */
const nothingHere = '<p>No page has this address. <a href="/">See what is on</a></p>';

/** Turns everything thrown into `application/problem+json`. What is not a Problem is ours: logged whole, told as INTERNAL. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    const problem = error instanceof Problem ? error : problemOf(error, request);
    if (problemKinds[problem.code].status >= 500) {
      const line = { err: error, code: problem.code };
      if (problem.code === 'INTERNAL') request.log.error(line, 'request failed');
      else request.log.warn(line, 'request refused');
    }
    if (problem.code === 'NOT_FOUND' && request.is404 && prefersHtml(request.headers.accept))
      return sendPage(reply.code(404), 'There is nothing here', nothingHere);
    return sendProblem(problem, request, reply);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(new Problem('NOT_FOUND'), request, reply));
}

/** What Fastify refuses before it looks for a route: an address that it cannot decode, or with an endless part. */
export function answerUnreadable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const isAddress = error.code === 'FST_ERR_BAD_URL' || error.code === 'FST_ERR_MAX_PARAM_LENGTH';
  sendProblem(new Problem(isAddress ? 'REQUEST_UNREADABLE' : 'INTERNAL'), request, reply);
}

export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status } = problemKinds[problem.code];
  const retryAfterSeconds = problem.retryAfterSeconds ?? (status === 503 || status === 429 ? 2 : undefined);
  if (retryAfterSeconds !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(retryAfterSeconds)));
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problemBody(problem, request.id));
}

/** A refusal as RFC 9457 writes it. */
export function problemBody({ code, facts }: Problem, traceId: string): object {
  const { status, title, advice } = problemKinds[code];
  return { type: `${problemsPage}#${code}`, title, status, code, advice, traceId, ...facts };
}

/** What Fastify and our stores throw, as the problem it is. */
function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  if (error.validation !== undefined) {
    return new Problem('VALIDATION_FAILED', {
      errors: explainFaults(error.validation, error.validationContext),
    });
  }
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem('BODY_TOO_LARGE', { limitBytes: request.routeOptions.bodyLimit });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem('MEDIA_TYPE_UNSUPPORTED');
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new Problem('MALFORMED_BODY');
    default:
  }
  if (error.statusCode === 400) return new Problem('MALFORMED_BODY');
  const retryAfterSeconds = storeRetrySeconds(error);
  if (retryAfterSeconds !== null) return new Problem('STORE_UNAVAILABLE', {}, retryAfterSeconds);
  return new Problem('INTERNAL');
}

/** When it is worth asking again, by what became of the statement. Seconds. */
const postgresRetrySeconds: Readonly<Record<PostgresFailure, number>> = {
  rolledBack: 1,
  busy: 2,
  away: 2,
  silent: 5,
  full: 10,
};
const redisRetrySeconds = 2;

/** Trouble with Postgres or Redis: unknown or not now, never no. null: something else broke. */
function storeRetrySeconds(error: unknown): number | null {
  if (isRedisFailure(error)) return redisRetrySeconds;
  const failure = postgresFailure(error);
  return failure === null ? null : postgresRetrySeconds[failure];
}
