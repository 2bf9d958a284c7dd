import { RefreshBody, Session, SignInBody } from '@fairgate/shared/contracts/accounts.ts';
import { problems } from '@fairgate/shared/contracts/common.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { RequestCounter } from '../access/count-requests.ts';
import type { Identity } from '../accounts/hand-out-session.ts';
import { normalEmail } from '../accounts/show-account.ts';
import { type SessionCookie, sessionPath } from '../http/session-cookie.ts';
import { throttleEmail } from '../plugins/throttle.ts';
import { renewSession } from '../use-cases/accounts/renew-session.ts';
import { signIn } from '../use-cases/accounts/sign-in.ts';
import { signOut } from '../use-cases/accounts/sign-out.ts';

export function serveSessions(
  instance: FastifyInstance,
  identity: Identity,
  cookie: SessionCookie,
  counter: RequestCounter,
): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  function handOut(reply: FastifyReply, session: Session): Session {
    cookie.set(reply, session.refreshToken, session.refreshExpiresAt);
    reply.header('cache-control', 'no-store');
    return session;
  }

  app.post(
    sessionPath,
    {
      schema: {
        tags: ['accounts'],
        operationId: 'signIn',
        summary: 'Sign in',
        body: SignInBody,
        response: { 200: Session, ...problems('MALFORMED_BODY', 'CREDENTIALS_WRONG') },
      },
      config: { policy: 'anyone', limit: 'credentials', ignoresAccessToken: true },
    },
    async (request, reply) => {
      await throttleEmail(counter, 'signIn', normalEmail(request.body.email), request);
      const outcome = await signIn(identity, request.body);
      if (outcome.kind === 'credentialsWrong') throw new Problem('CREDENTIALS_WRONG');
      return handOut(reply, outcome.session);
    },
  );

  app.post(
    `${sessionPath}/renew`,
    {
      schema: {
        tags: ['accounts'],
        operationId: 'renewSession',
        summary: 'Renew the session',
        description:
          'Exchanges the refresh token, from the body or the cookie, for the next pair. A token that comes back after ' +
          'it was used ends the whole session; within seconds of its use it is answered with the same pair again.',
        body: RefreshBody,
        response: { 200: Session, ...problems('MALFORMED_BODY', 'SIGN_IN_REQUIRED', 'SESSION_REUSED') },
      },
      // Shoppers must be able to renew when everything else is refused.
      config: { policy: 'anyone', limit: 'session', ignoresAccessToken: true, shedLast: true },
    },
    async (request, reply) => {
      const presented = request.body?.refreshToken ?? cookie.read(request);
      if (presented === undefined) throw new Problem('SIGN_IN_REQUIRED');
      const outcome = await renewSession(identity, presented);
      if (outcome.kind === 'renewed') return handOut(reply, outcome.session);
      cookie.clear(reply);
      throw new Problem(outcome.kind === 'reused' ? 'SESSION_REUSED' : 'SIGN_IN_REQUIRED');
    },
  );

  app.delete(
    sessionPath,
    {
      schema: {
        tags: ['accounts'],
        operationId: 'signOut',
        summary: 'Sign out',
        description: 'Ends the session of the refresh token. An access token lives on until it expires.',
        body: RefreshBody,
        response: { 204: Type.Null(), ...problems('MALFORMED_BODY') },
      },
      config: { policy: 'anyone', limit: 'session', ignoresAccessToken: true },
    },
    async (request, reply) => {
      const presented = request.body?.refreshToken ?? cookie.read(request);
      if (presented !== undefined) await signOut(identity.database, presented);
      cookie.clear(reply);
      return reply.code(204).send(null);
    },
  );
}
