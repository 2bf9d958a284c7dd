import { Problem } from '@fairgate/shared/errors.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AccessTokens } from './access-tokens.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Sessions are renewed when the access token is over: one that is sent along all the same says nothing here. */
    ignoresAccessToken?: boolean;
  }
  interface FastifyRequest {
    /** An access token came and was not valid. */
    tokenRefused: boolean;
  }
}

/** Fills `request.account` from the bearer token. Whose token is wrong is an unknown caller until refuseWrongTokens. */
export function identifyCallers(app: FastifyInstance, tokens: AccessTokens): void {
  app.decorateRequest('tokenRefused', false);
  app.addHook('onRequest', async (request) => {
    const token = readsAccessToken(request) ? bearerToken(request) : null;
    if (token === null) return;
    request.account = await tokens.verify(token, new Date());
    request.tokenRefused = request.account === null;
  });
}

/** After the throttle, so that wrong tokens are counted too. */
export function refuseWrongTokens(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (request.tokenRefused) throw new Problem('TOKEN_INVALID');
  });
}

function readsAccessToken(request: FastifyRequest): boolean {
  const { policy, ignoresAccessToken } = request.routeOptions.config;
  return policy !== 'metrics-token' && policy !== 'signature' && ignoresAccessToken !== true;
}

/** The bearer token of RFC 6750, or null. Other schemes belong to whatever stands in front of us. */
export function bearerToken(request: FastifyRequest): string | null {
  const bearer = /^bearer(?:$| +(.*)$)/i.exec(request.headers.authorization ?? '');
  return bearer === null ? null : (bearer[1] ?? '').trimEnd();
}
