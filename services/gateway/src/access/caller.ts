import { Problem } from '@fairgate/shared/errors.ts';
import type { FastifyRequest } from 'fastify';
import type { Account } from './policy.ts';

/** The signed-in caller of a route whose policy is not 'anyone'. */
export function callerOf(request: FastifyRequest): Account {
  if (request.account === null) throw new Problem('SIGN_IN_REQUIRED');
  return request.account;
}
