import { createHash, createHmac } from 'node:crypto';
import { hashLeaf } from './merkle.ts';

/** One number of the lobby and whose it is. */
export interface LobbyLeaf {
  readonly lane: number;
  /** From 0, in the order of joining, without indices that nobody can have. */
  readonly number: number;
  /** null: given up before the seal, or lost with a Redis that forgot; nobody comes in with it. */
  readonly accountId: string | null;
}

/** Leaves are kept and handed out in parts of so many. */
export const leavesPerPart = 4_096;

/** Nobody's number says so by zeros where others have the hash of their salt and account. */
const nobody = new Uint8Array(32);

/**
 * The leaf's hash: SHA-256(0 ‖ number as four bytes, big-endian ‖ lane as one byte ‖ SHA-256(salt ‖ account as 16 bytes)).
 * Only who knows the salt can tell whose a leaf is.
 */
export function lobbyLeafHash(leaf: LobbyLeaf, saltOf: (accountId: string) => Uint8Array): Buffer {
  const content = Buffer.alloc(4 + 1 + 32);
  content.writeUInt32BE(leaf.number, 0);
  content.writeUInt8(leaf.lane, 4);
  content.set(leaf.accountId === null ? nobody : personHash(leaf.accountId, saltOf(leaf.accountId)), 5);
  return hashLeaf(content);
}

/** SHA-256(salt ‖ account as 16 bytes). */
export function personHash(accountId: string, salt: Uint8Array): Buffer {
  return createHash('sha256')
    .update(salt)
    .update(Buffer.from(accountId.replaceAll('-', ''), 'hex'))
    .digest();
}

/**
 * The salts of a drop's people, 16 bytes each. They follow from its secret and are kept nowhere: until the secret is
 * revealed nobody can try accounts against the leaves, and each receipt shows its own.
 * @param secret of the draw's salts, 32 bytes; never the one that is revealed
 */
export function createLobbySalts(secret: Uint8Array): (accountId: string) => Buffer {
  return (accountId) =>
    createHmac('sha256', secret).update('fairgate-salt').update(accountId).digest().subarray(0, 16);
}
