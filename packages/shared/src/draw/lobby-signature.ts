import { createPublicKey, type JsonWebKey, type KeyObject, sign, verify } from 'node:crypto';

/** A sealed lobby, as it is signed before its beacon is known. */
export interface SealedLobby {
  readonly dropId: string;
  readonly sealedAt: Date;
  /** People per lane, from 0. */
  readonly lobby: readonly number[];
  readonly root: Uint8Array;
}

/** What is signed: Ed25519 over these UTF-8 lines. */
export function lobbyText({ dropId, sealedAt, lobby, root }: SealedLobby): string {
  return [
    'fairgate-lobby',
    dropId,
    sealedAt.toISOString(),
    lobby.join(),
    Buffer.from(root).toString('hex'),
  ].join('\n');
}

/** base64url */
export function signLobby(lobby: SealedLobby, key: KeyObject): string {
  return sign(null, Buffer.from(lobbyText(lobby)), key).toString('base64url');
}

export function isLobbySignature(lobby: SealedLobby, signature: string, publicKey: JsonWebKey): boolean {
  const key = createPublicKey({ key: publicKey, format: 'jwk' });
  return verify(null, Buffer.from(lobbyText(lobby)), key, Buffer.from(signature, 'base64url'));
}
