import type { FastifyReply, FastifyRequest } from 'fastify';

/** Only these routes receive the cookie, so no other request carries a refresh token. */
export const sessionPath = '/v1/sessions';
export const refreshCookieName = 'fairgate_refresh';

/** Keeps the refresh token where no script can read it and no other site can send it. */
export interface SessionCookie {
  readonly set: (reply: FastifyReply, refreshToken: string, expiresAt: string) => void;
  readonly clear: (reply: FastifyReply) => void;
  readonly read: (request: FastifyRequest) => string | undefined;
}

/** @param publicUrl with https the cookie never travels unencrypted */
export function sessionCookie(publicUrl: string): SessionCookie {
  const attributes = {
    path: sessionPath,
    httpOnly: true,
    sameSite: 'strict',
    secure: publicUrl.startsWith('https:'),
  } as const;
  return {
    set: (reply, refreshToken, expiresAt) =>
      void reply.setCookie(refreshCookieName, refreshToken, { ...attributes, expires: new Date(expiresAt) }),
    clear: (reply) => void reply.clearCookie(refreshCookieName, attributes),
    read: (request) => request.cookies[refreshCookieName],
  };
}
