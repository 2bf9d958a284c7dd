import type { SigningJwk } from '@fairgate/shared/config-parsers.ts';
import type { JsonWebKeySet } from '@fairgate/shared/contracts/accounts.ts';
import { invariant } from '@fairgate/shared/invariant.ts';
import { type CryptoKey, errors, importJWK } from 'jose';

/** The one algorithm of our tokens (RFC 8037). */
export const tokenAlgorithm = 'EdDSA';

export type PublishedKey = JsonWebKeySet['keys'][number];

export interface SigningKeys {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** What verifies, by key id: the present key, and former ones whose tokens are still about. */
  readonly publicKeys: ReadonlyMap<string, CryptoKey>;
  readonly keySet: JsonWebKeySet;
}

/** @param previous public halves of keys that no longer sign but still verify */
export async function importSigningKeys(
  signingKey: SigningJwk,
  previous: readonly PublishedKey[] = [],
): Promise<SigningKeys> {
  const { kid, x } = signingKey;
  const current = { kty: 'OKP', crv: 'Ed25519', kid, x, alg: tokenAlgorithm, use: 'sig' } as const;
  const keys = [current, ...previous];
  const publicKey = await imported(current);
  const former = await Promise.all(previous.map(async (key) => [key.kid, await imported(key)] as const));
  return {
    kid,
    privateKey: await imported(signingKey),
    publicKey,
    publicKeys: new Map([...former, [kid, publicKey]]),
    keySet: { keys },
  };
}

/** The key that a token's header names. Throws a JOSEError when it names none of ours. */
export function keyNamed(keys: SigningKeys, keyId: string | undefined): CryptoKey {
  const key = keyId === undefined ? undefined : keys.publicKeys.get(keyId);
  if (key === undefined) throw new errors.JWKSNoMatchingKey();
  return key;
}

async function imported(key: PublishedKey | SigningJwk): Promise<CryptoKey> {
  const made = await importJWK(key, tokenAlgorithm);
  invariant(!(made instanceof Uint8Array), 'an Ed25519 key is not a secret of bytes');
  return made;
}
