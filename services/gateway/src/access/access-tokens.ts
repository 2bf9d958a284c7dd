import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { isCompactToken } from './compact-token.ts';
import type { Account } from './policy.ts';
import { keyNamed, type SigningKeys, tokenAlgorithm } from './signing-keys.ts';

/** Also how long a role that was taken away, or a session that was ended, still works. */
export const accessTokenSeconds = 600;

const audience = 'fairgate';
const tokenType = 'access+jwt';
/** Verified tokens kept in memory, each a few hundred bytes. */
const rememberedMax = 50_000;

export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: Date;
}

export interface AccessTokens {
  readonly issue: (account: Account, now: Date) => Promise<IssuedToken>;
  /** The account that the token names, or null when the token is not ours, not of this kind, or expired. */
  readonly verify: (token: string, now: Date) => Promise<Account | null>;
}

interface Remembered {
  readonly account: Account;
  readonly expiresMs: number;
}

/** @param issuer the gateway's public address */
export function createAccessTokens(keys: SigningKeys, issuer: string): AccessTokens {
  const remembered = new LRUCache<string, Remembered>({ max: rememberedMax });

  async function issue(account: Account, now: Date): Promise<IssuedToken> {
    const issuedAt = Math.floor(now.getTime() / 1000);
    const expiresAt = issuedAt + accessTokenSeconds;
    const token = await new SignJWT({ ops: account.isOps, vendor: account.isVendorMember })
      .setProtectedHeader({ alg: tokenAlgorithm, typ: tokenType, kid: keys.kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(account.id)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(keys.privateKey);
    return { token, expiresAt: new Date(expiresAt * 1000) };
  }

  async function verify(token: string, now: Date): Promise<Account | null> {
    const known = remembered.get(token);
    if (known !== undefined) {
      if (known.expiresMs > now.getTime()) return known.account;
      remembered.delete(token);
      return null;
    }
    if (!isCompactToken(token)) return null;
    const payload = await verifiedPayload(token, now);
    const account = payload === null ? null : accountOf(payload);
    if (account === null || payload?.exp === undefined) return null;
    remembered.set(token, { account, expiresMs: payload.exp * 1000 });
    return account;
  }

  async function verifiedPayload(token: string, now: Date): Promise<JWTPayload | null> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => keyNamed(keys, kid), {
        algorithms: [tokenAlgorithm],
        issuer,
        audience,
        typ: tokenType,
        requiredClaims: ['sub', 'iat', 'exp'],
        currentDate: now,
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }

  return { issue, verify };
}

function accountOf({ sub, ops, vendor }: JWTPayload): Account | null {
  if (sub === undefined || typeof ops !== 'boolean' || typeof vendor !== 'boolean') return null;
  return { id: sub, isOps: ops, isVendorMember: vendor };
}
