import type { SigningJwk, VerifyingJwk } from '@fairgate/shared/config-parsers.ts';
import type { JsonWebKeySet } from '@fairgate/shared/contracts/accounts.ts';
import { invariant } from '@fairgate/shared/invariant.ts';
import { type CryptoKey, errors, importJWK } from 'jose';

/** The one algorithm of our tokens (RFC 8037). */
export const tokenAlgorithm = 'EdDSA';

export type PublishedKey = JsonWebKeySet['keys'][number];

export interface SigningKeys {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  /** What verifies, by key id: the key that signs, and others of which tokens are about. */
  readonly publicKeys: ReadonlyMap<string, CryptoKey>;
  readonly keySet: JsonWebKeySet;
}

/**
 * @param others public keys that verify besides: former ones, and the next before anybody signs with it; the signing key's
 * own may be among them
 */
export async function importSigningKeys(
  signingKey: SigningJwk,
  others: readonly VerifyingJwk[] = [],
): Promise<SigningKeys> {
  const { kid, x } = signingKey;
  const clash = others.some((other) => other.kid === kid && other.x !== x);
  invariant(!clash, `SIGNING_KEY and another key of VERIFYING_KEYS are both called ${kid}`);
  const verifying = [{ kid, x }, ...others.filter((other) => other.kid !== kid)];
  const keys = verifying.map(published);
  const publicKeys = await Promise.all(keys.map(async (key) => [key.kid, await imported(key)] as const));
  return {
    kid,
    privateKey: await imported(signingKey),
    publicKeys: new Map(publicKeys),
    keySet: { keys },
  };
}

/** The key that a token's header names. Throws a JOSEError when it names none of ours. */
export function keyNamed(keys: SigningKeys, keyId: string | undefined): CryptoKey {
  const key = keyId === undefined ? undefined : keys.publicKeys.get(keyId);
  if (key === undefined) throw new errors.JWKSNoMatchingKey();
  return key;
}

function published({ kid, x }: Pick<VerifyingJwk, 'kid' | 'x'>): PublishedKey {
  return { kty: 'OKP', crv: 'Ed25519', kid, x, alg: tokenAlgorithm, use: 'sig' };
}

async function imported(key: PublishedKey | SigningJwk): Promise<CryptoKey> {
  const made = await importJWK(key, tokenAlgorithm);
  invariant(!(made instanceof Uint8Array), 'an Ed25519 key is not a secret of bytes');
  return made;
}
