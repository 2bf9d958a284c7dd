import { hash } from 'node:crypto';
import { hashBytes, hashLeaf } from './merkle.ts';

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
  const content = Buffer.allocUnsafe(4 + 1 + 32);
  content.writeUInt32BE(leaf.number, 0);
  content.writeUInt8(leaf.lane, 4);
  content.set(leaf.accountId === null ? nobody : personHash(leaf.accountId, saltOf(leaf.accountId)), 5);
  return hashLeaf(content);
}

/** SHA-256(salt ‖ account as 16 bytes). */
export function personHash(accountId: string, salt: Uint8Array): Buffer {
  const content = Buffer.allocUnsafe(salt.length + 16);
  content.set(salt, 0);
  content.write(accountId.replaceAll('-', ''), salt.length, 'hex');
  return hash('sha256', content, 'buffer');
}

/**
 * The salts of a drop's people, 16 bytes each. They follow from its secret and are kept nowhere: until the secret is
 * revealed nobody can try accounts against the leaves, and each receipt shows its own.
 * @param secret of the draw's salts, 32 bytes, and no more than a block of 64; never the one that is revealed
 */
export function createLobbySalts(secret: Uint8Array): (accountId: string) => Buffer {
  // HMAC-SHA-256 (RFC 2104) by two hashes at one go each: for a million people a third of the time of createHmac.
  const inner = Buffer.alloc(blockBytes + saltLabel.length + uuidCharacters, innerPad);
  const outer = Buffer.alloc(blockBytes + hashBytes, outerPad);
  for (const [at, byte] of secret.entries()) {
    inner[at] = byte ^ innerPad;
    outer[at] = byte ^ outerPad;
  }
  inner.write(saltLabel, blockBytes);
  return (accountId) => {
    inner.write(accountId, blockBytes + saltLabel.length);
    outer.set(hash('sha256', inner, 'buffer'), blockBytes);
    return hash('sha256', outer, 'buffer').subarray(0, 16);
  };
}

const saltLabel = 'fairgate-salt';
const uuidCharacters = 36;
const blockBytes = 64;
const innerPad = 0x36;
const outerPad = 0x5c;
