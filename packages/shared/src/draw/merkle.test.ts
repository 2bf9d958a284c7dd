import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buildMerkleTree, hashLeaf, type PathStep, rootByPath } from './merkle.ts';

const leavesOf = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, at) => hashLeaf(Buffer.from(`leaf ${at}`)));

const stepText = ({ side, hash }: PathStep): string => `${side} ${Buffer.from(hash).toString('hex')}`;

/** As RFC 9162 defines it, by halving from the top. */
function rootFromTheTop(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return createHash('sha256').digest();
  if (hashes.length === 1) return hashes[0]!;
  let left = 1;
  while (left * 2 < hashes.length) left *= 2;
  const [one, other] = [rootFromTheTop(hashes.slice(0, left)), rootFromTheTop(hashes.slice(left))];
  return createHash('sha256').update(Uint8Array.of(1)).update(one).update(other).digest();
}

describe('a Merkle tree', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 33, 100, 4_097])(
    'of %s leaves has the root of RFC 9162',
    (count) => {
      const hashes = leavesOf(count);
      expect(buildMerkleTree(Buffer.concat(hashes)).root).toEqual(rootFromTheTop(hashes));
    },
  );

  it.each([1, 2, 3, 5, 6, 7, 33, 100])(
    'of %s leaves: each path leads from its own leaf to the root, and from no other',
    (count) => {
      const hashes = leavesOf(count);
      const tree = buildMerkleTree(Buffer.concat(hashes));
      for (const [at, hash] of hashes.entries()) {
        expect(rootByPath(hash, tree.pathOf(at))).toEqual(tree.root);
        const other = hashes[(at + 1) % count]!;
        if (count > 1) expect(rootByPath(other, tree.pathOf(at))).not.toEqual(tree.root);
      }
    },
  );

  it('is made of trees of as many leaves as a power of two: their roots make the same root', () => {
    const hashes = leavesOf(21);
    const parts = [hashes.slice(0, 8), hashes.slice(8, 16), hashes.slice(16)];
    const nodes = parts.map((part) => buildMerkleTree(Buffer.concat(part)));
    const upper = buildMerkleTree(Buffer.concat(nodes.map(({ root }) => root)));
    const whole = buildMerkleTree(Buffer.concat(hashes));
    expect(upper.root).toEqual(whole.root);
    for (let at = 0; at < 21; at += 1) {
      const path = [...nodes[at >> 3]!.pathOf(at & 7), ...upper.pathOf(at >> 3)];
      expect(path.map(stepText)).toEqual(whole.pathOf(at).map(stepText));
    }
  });

  it('cannot take a node for a leaf', () => {
    const [one, other] = leavesOf(2);
    const node = buildMerkleTree(Buffer.concat([one!, other!])).root;
    expect(hashLeaf(Buffer.concat([one!, other!]))).not.toEqual(node);
  });
});
