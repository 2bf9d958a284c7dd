import { Account, AccountChange, Session, SignUpBody } from '@fairgate/shared/contracts/accounts.ts';
import { problems } from '@fairgate/shared/contracts/common.ts';
import { EditHeaders } from '@fairgate/shared/contracts/edits.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/caller.ts';
import type { Identity } from '../accounts/hand-out-session.ts';
import { created, versioned } from '../http/answers.ts';
import { editedVersion } from '../http/etag.ts';
import type { SessionCookie } from '../http/session-cookie.ts';
import { getAccount } from '../use-cases/accounts/get-account.ts';
import { signUp } from '../use-cases/accounts/sign-up.ts';
import { updateAccount } from '../use-cases/accounts/update-account.ts';

export function serveAccounts(instance: FastifyInstance, identity: Identity, cookie: SessionCookie): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const { database } = identity;

  app.post(
    '/v1/accounts',
    {
      schema: {
        tags: ['accounts'],
        operationId: 'signUp',
        summary: 'Sign up',
        description: 'Makes an account and signs it in.',
        body: SignUpBody,
        response: { 201: Session, ...problems('MALFORMED_BODY', 'EMAIL_TAKEN') },
      },
      config: { policy: 'anyone', limit: 'credentials', ignoresAccessToken: true },
    },
    async (request, reply) => {
      const outcome = await signUp(identity, request.body);
      if (outcome.kind === 'emailTaken') throw new Problem('EMAIL_TAKEN');
      const { session } = outcome;
      cookie.set(reply, session.refreshToken, session.refreshExpiresAt);
      return created(reply.header('cache-control', 'no-store'), '/v1/account', session);
    },
  );

  app.get(
    '/v1/account',
    {
      schema: {
        tags: ['accounts'],
        operationId: 'getAccount',
        summary: 'My account',
        security: [{ account: [] }],
        response: { 200: Account, ...problems('SIGN_IN_REQUIRED', 'TOKEN_INVALID') },
      },
      config: { policy: 'account', limit: 'read' },
    },
    async (request, reply) => {
      const account = await getAccount(database, callerOf(request).id);
      if (account === null) throw new Problem('SIGN_IN_REQUIRED');
      return versioned(reply.header('cache-control', 'no-store'), account);
    },
  );

  app.patch(
    '/v1/account',
    {
      schema: {
        tags: ['accounts'],
        operationId: 'updateAccount',
        summary: 'Change my name or address',
        security: [{ account: [] }],
        headers: EditHeaders,
        body: AccountChange,
        response: {
          200: Account,
          ...problems(
            'SIGN_IN_REQUIRED',
            'TOKEN_INVALID',
            'MALFORMED_BODY',
            'PRECONDITION_REQUIRED',
            'PRECONDITION_FAILED',
          ),
        },
      },
      config: { policy: 'account', limit: 'edit' },
    },
    async (request, reply) => {
      const outcome = await updateAccount(
        database,
        callerOf(request).id,
        editedVersion(request),
        request.body,
      );
      if (outcome.kind === 'gone') throw new Problem('SIGN_IN_REQUIRED');
      if (outcome.kind === 'changedMeanwhile') throw new Problem('PRECONDITION_FAILED');
      return versioned(reply, outcome.account);
    },
  );
}
