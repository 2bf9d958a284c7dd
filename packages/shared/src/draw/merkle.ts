import { createHash, hash } from 'node:crypto';
import { invariant } from '../invariant.ts';

/**
 * Merkle trees of the shape of RFC 9162 (section 2.1): a leaf is hashed after a byte 0, a node after a byte 1, and the left
 * side of n leaves is the greatest power of two below n.
 */

/** One step of a path from a leaf to the root: the other side's hash, and on which side it stands. */
export interface PathStep {
  readonly side: 'left' | 'right';
  readonly hash: Uint8Array;
}

export interface MerkleTree {
  readonly size: number;
  /** 32 bytes. Of no leaves at all: SHA-256 of nothing. */
  readonly root: Buffer;
  /** From the leaf upwards. */
  readonly pathOf: (at: number) => PathStep[];
}

export function hashLeaf(leaf: Uint8Array): Buffer {
  const content = Buffer.allocUnsafe(1 + leaf.length);
  content[0] = leafPrefix;
  content.set(leaf, 1);
  return hash('sha256', content, 'buffer');
}

/** @param leafHashes 32 bytes each, one after the other: a million of them are one buffer */
export function buildMerkleTree(leafHashes: Uint8Array): MerkleTree {
  invariant(leafHashes.length % hashBytes === 0, 'whole leaf hashes');
  // Level by level a last one without a neighbour moves up as it is, which is the same tree as by halving from the top.
  const levels: Uint8Array[] = [leafHashes];
  let level = leafHashes;
  while (level.length > hashBytes) {
    level = levelAbove(level);
    levels.push(level);
  }
  return {
    size: leafHashes.length / hashBytes,
    root: leafHashes.length === 0 ? createHash('sha256').digest() : Buffer.from(level.subarray(0, hashBytes)),
    pathOf(at) {
      invariant(Number.isInteger(at) && at >= 0 && at * hashBytes < leafHashes.length, 'a leaf of the tree');
      const path: PathStep[] = [];
      let position = at;
      for (const nodes of levels.slice(0, -1)) {
        const other = position ^ 1;
        if (other * hashBytes < nodes.length)
          path.push({
            side: other < position ? 'left' : 'right',
            hash: nodes.slice(other * hashBytes, (other + 1) * hashBytes),
          });
        position >>>= 1;
      }
      return path;
    },
  };
}

/** The root to which a path leads from a leaf's hash. */
export function rootByPath(leafHash: Uint8Array, path: readonly PathStep[]): Buffer {
  return path.reduce<Buffer>(
    (below, { side, hash }) => (side === 'left' ? hashNode(hash, below) : hashNode(below, hash)),
    Buffer.from(leafHash),
  );
}

export const hashBytes = 32;
const leafPrefix = 0;
const nodePrefix = 1;

function levelAbove(level: Uint8Array): Uint8Array {
  const count = level.length / hashBytes;
  const above = new Uint8Array(Math.ceil(count / 2) * hashBytes);
  for (let at = 0; at < count; at += 2) {
    const left = level.subarray(at * hashBytes, (at + 1) * hashBytes);
    const right = level.subarray((at + 1) * hashBytes, (at + 2) * hashBytes);
    above.set(right.length === 0 ? left : hashNode(left, right), (at / 2) * hashBytes);
  }
  return above;
}

function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  const content = Buffer.allocUnsafe(1 + 2 * hashBytes);
  content[0] = nodePrefix;
  content.set(left, 1);
  content.set(right, 1 + hashBytes);
  return hash('sha256', content, 'buffer');
}
