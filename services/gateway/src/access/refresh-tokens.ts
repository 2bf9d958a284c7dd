import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** A session ends when it was not renewed for this long. */
export const sessionIdleDays = 30;
/** And after this long in any case. */
export const sessionDaysMax = 180;
/**
 * A used token that comes back within this is another tab, or a repeat whose reply was lost: it is told the same
 * successor. Later, it betrays that two parties have the token, and the whole session ends. Seconds.
 */
export const reuseGraceSeconds = 10;

/**
 * Each refresh token follows from the one before, from a random id kept in Postgres, and from a secret of ours: whoever
 * lacks one of the three cannot make it. So a repeat within the grace is answered without keeping any token, and
 * without a second branch of the session in which a thief could live on unseen.
 */
export interface RefreshTokens {
  readonly first: () => string;
  /** @param successorId the row of the successor, random */
  readonly successor: (token: string, successorId: string) => string;
}

export function createRefreshTokens(encryptionKey: Uint8Array): RefreshTokens {
  const secret = Buffer.from(hkdfSync('sha256', encryptionKey, '', 'fairgate refresh tokens', 32));
  return {
    first: () => randomBytes(32).toString('base64url'),
    successor: (token, successorId) =>
      createHmac('sha256', secret).update(`${token}.${successorId}`).digest('base64url'),
  };
}

/** What Postgres keeps of a refresh or reset token: enough to recognise it, useless to whoever reads it. */
export function tokenHash(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
