import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

/** The newest entry of a ticket. */
export interface LedgerHead {
  readonly version: number;
  readonly hash: Uint8Array;
}

/** All heads of one event at one time, linked to the checkpoint before. */
export interface CheckpointContent {
  readonly eventId: string;
  readonly number: number;
  readonly heads: number;
  /** zlib-deflated array of 32-bit little-endian head versions, by ticket number. */
  readonly versions: Uint8Array<ArrayBuffer>;
  /** SHA-256 over the head hashes in ticket order. */
  readonly root: Uint8Array<ArrayBuffer>;
  readonly prevRoot: Uint8Array<ArrayBuffer> | null;
}

export function checkpointOf(
  previous: {
    readonly eventId: string;
    readonly number: number;
    readonly root: Uint8Array<ArrayBuffer> | null;
  },
  heads: readonly LedgerHead[],
): CheckpointContent {
  const versions = Buffer.alloc(heads.length * 4);
  const root = createHash('sha256');
  heads.forEach((head, ticket) => {
    versions.writeUInt32LE(head.version, ticket * 4);
    root.update(head.hash);
  });
  return {
    eventId: previous.eventId,
    number: previous.number + 1,
    heads: heads.length,
    versions: new Uint8Array(deflateSync(versions)),
    root: new Uint8Array(root.digest()),
    prevRoot: previous.root,
  };
}

/** What is signed: Ed25519 over these UTF-8 lines. */
export function checkpointText(checkpoint: CheckpointContent): string {
  const hex = (bytes: Uint8Array | null): string =>
    bytes === null ? '' : Buffer.from(bytes).toString('hex');
  const { eventId, number, heads, root, prevRoot } = checkpoint;
  return ['fairgate-checkpoint', eventId, number, heads, hex(root), hex(prevRoot)].join('\n');
}
