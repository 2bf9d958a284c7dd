import {
  PasswordResetAnswer,
  PasswordResetBody,
  PasswordResetConfirmation,
} from '@fairgate/shared/contracts/accounts.ts';
import { problems } from '@fairgate/shared/contracts/common.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { RequestCounter } from '../access/count-requests.ts';
import type { Identity } from '../accounts/hand-out-session.ts';
import { normalEmail } from '../accounts/show-account.ts';
import { throttleEmail } from '../plugins/throttle.ts';
import type { PasswordResets } from '../use-cases/accounts/ask-password-reset.ts';
import { confirmPasswordReset } from '../use-cases/accounts/confirm-password-reset.ts';

interface Parts {
  readonly identity: Identity;
  readonly resets: PasswordResets;
  readonly counter: RequestCounter;
}

const answer = { message: 'If this address has an account, a mail with a link is on its way.' };

export function servePasswordResets(instance: FastifyInstance, parts: Parts): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const { identity, resets, counter } = parts;
  const config = { policy: 'anyone', limit: 'credentials', ignoresAccessToken: true } as const;

  app.post(
    '/v1/password-resets',
    {
      schema: {
        tags: ['accounts'],
        operationId: 'askPasswordReset',
        summary: 'Ask for a mail that lets you choose a new password',
        description: 'The answer is the same whether the address has an account or not.',
        body: PasswordResetBody,
        response: { 202: PasswordResetAnswer, ...problems('MALFORMED_BODY') },
      },
      config,
    },
    async (request, reply) => {
      await throttleEmail(counter, 'passwordReset', normalEmail(request.body.email), request);
      if (!resets.ask(request.body.email)) throw new Problem('OVERLOADED');
      return reply.code(202).send(answer);
    },
  );

  app.post(
    '/v1/password-resets/confirm',
    {
      schema: {
        tags: ['accounts'],
        operationId: 'confirmPasswordReset',
        summary: 'Choose a new password',
        description: 'Spends the link of the mail and ends every session of the account.',
        body: PasswordResetConfirmation,
        response: { 204: Type.Null(), ...problems('MALFORMED_BODY', 'RESET_LINK_ENDED') },
      },
      config,
    },
    async (request, reply) => {
      const outcome = await confirmPasswordReset(identity, request.body);
      if (outcome === 'linkEnded') throw new Problem('RESET_LINK_ENDED');
      return reply.code(204).send(null);
    },
  );
}
