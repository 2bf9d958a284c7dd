import { importJWK, type JWK, SignJWT } from 'jose';
import type { FanToken } from '../crowd/fan.ts';

/** As the gateway's access tokens are: see services/gateway/src/access/access-tokens.ts. */
const audience = 'fairgate';
const tokenType = 'access+jwt';
const algorithm = 'EdDSA';
const tokenSeconds = 600;
/** A token that ends sooner is replaced before it is used. */
const spareSeconds = 60;

/** A token of an account, and the means to keep it fresh. */
export interface IssuedToken extends FanToken {
  readonly value: () => string | null;
}

/** Signs in without a password, with the installation's own key. */
export interface TokenIssuer {
  readonly issueFor: (accountId: string) => IssuedToken;
}

export async function openTokenIssuer(signingKey: string, issuer: string): Promise<TokenIssuer> {
  const jwk = JSON.parse(signingKey) as JWK;
  const key = await importJWK(jwk, algorithm);
  const sign = (accountId: string, nowSeconds: number): Promise<string> =>
    new SignJWT({ ops: false, vendor: false })
      .setProtectedHeader({ alg: algorithm, typ: tokenType, kid: jwk.kid ?? '' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(accountId)
      .setIssuedAt(nowSeconds)
      .setExpirationTime(nowSeconds + tokenSeconds)
      .sign(key);
  return {
    issueFor(accountId) {
      let value: string | null = null;
      let endsAtSeconds = 0;
      return {
        value: () => value,
        async fresh() {
          const now = Math.floor(Date.now() / 1000);
          if (endsAtSeconds - now > spareSeconds) return;
          value = await sign(accountId, now);
          endsAtSeconds = now + tokenSeconds;
        },
      };
    },
  };
}
