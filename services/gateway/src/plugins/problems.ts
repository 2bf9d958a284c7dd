import { type FieldFault, Problem, problemKinds } from '@fairgate/shared/errors.ts';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Where a problem's code is explained, relative to the gateway. */
const problemsPage = '/problems';

/** Turns everything thrown into `application/problem+json`. What is not a Problem is ours: logged whole, told as INTERNAL. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    const problem = error instanceof Problem ? error : problemOf(error, request);
    if (problemKinds[problem.code].status >= 500) {
      const line = { err: error, code: problem.code };
      if (problem.code === 'INTERNAL') request.log.error(line, 'request failed');
      else request.log.warn(line, 'request refused');
    }
    return sendProblem(problem, request, reply);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(new Problem('NOT_FOUND'), request, reply));
}

export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, title, advice } = problemKinds[problem.code];
  const retryAfterSeconds = problem.retryAfterSeconds ?? (status === 503 || status === 429 ? 2 : undefined);
  if (retryAfterSeconds !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(retryAfterSeconds)));
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({
      type: `${problemsPage}#${problem.code}`,
      title,
      status,
      code: problem.code,
      advice,
      traceId: request.id,
      ...problem.facts,
    });
}

/** What Fastify and our stores throw, as the problem it is. */
function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  if (error.validation !== undefined) {
    return new Problem('VALIDATION_FAILED', {
      errors: error.validation.map((fault) => fieldFault(fault, error.validationContext)),
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
  if (isStoreDown(error)) return new Problem('STORE_UNAVAILABLE', {}, 2);
  return new Problem('INTERNAL');
}

function fieldFault(
  fault: NonNullable<FastifyError['validation']>[number],
  context: string | undefined,
): FieldFault {
  const missing = fault.keyword === 'required' ? `/${String(fault.params.missingProperty)}` : '';
  const extra = fault.keyword === 'additionalProperties' ? `/${String(fault.params.additionalProperty)}` : '';
  const place = `${fault.instancePath}${missing}${extra}`;
  return {
    pointer: context === undefined || context === 'body' ? place : `${context}${place}`,
    detail: extra === '' ? (fault.message ?? 'is not valid') : 'is not a known field',
  };
}

/** A statement that ran or waited too long for a lock, or lost a deadlock, or came while sales are shut: nothing of it happened. By SQLSTATE. */
const busyStates = ['55P03', '57014', '40P01', '40001', 'FG003'];

interface StoreFailure extends Error {
  code?: string;
  meta?: { driverAdapterError?: { cause?: { originalCode?: string } } };
}

/** Connection trouble with Postgres or Redis: unknown, never no. Or Postgres is too busy with what was asked. */
function isStoreDown(error: StoreFailure): boolean {
  const codes = [
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    'EPIPE',
    'P1001',
    'P1002',
    'P1008',
    'P1017',
    'P2024',
    'P2028',
  ];
  return (
    (error.code !== undefined && codes.includes(error.code)) ||
    busyStates.includes(error.meta?.driverAdapterError?.cause?.originalCode ?? '') ||
    error.name === 'MaxRetriesPerRequestError' ||
    /Connection is closed|Stream isn't writeable|Command timed out|timeout exceeded when trying to connect/.test(
      error.message,
    )
  );
}
