import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

/** A public key that may have signed checkpoints, by its id. */
export interface CheckpointKey {
  readonly keyId: string;
  readonly key: KeyObject;
}

export type PublishedKey = JsonWebKey & { readonly kid?: string };

const FETCH_MS_MAX = 5_000;

/** Takes the Ed25519 keys of a set; of a private key only its public half is kept. */
export function checkpointKeys(keys: readonly PublishedKey[]): readonly CheckpointKey[] {
  return keys.flatMap(({ kid, kty, crv, x }) => {
    if (kid === undefined || kty !== 'OKP' || crv !== 'Ed25519' || x === undefined) return [];
    return [{ keyId: kid, key: createPublicKey({ key: { kty, crv, x }, format: 'jwk' }) }];
  });
}

/** The keys that a gateway publishes (RFC 7517); null when it does not answer. */
export async function fetchKeys(publicUrl: string): Promise<readonly CheckpointKey[] | null> {
  try {
    const response = await fetch(new URL('/.well-known/jwks.json', publicUrl), {
      signal: AbortSignal.timeout(FETCH_MS_MAX),
    });
    if (!response.ok) return null;
    const { keys } = (await response.json()) as { keys?: readonly PublishedKey[] };
    return checkpointKeys(keys ?? []);
  } catch {
    return null;
  }
}
