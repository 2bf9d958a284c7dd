import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lobbyLeafHash } from './lobby-leaf.ts';
import { buildMerkleTree, rootByPath } from './merkle.ts';
import { createPermutation } from './permutation.ts';
import { commitmentTo, laneKeyOf, seedOf } from './seed.ts';

/** Made once, and recomputed by a program in another language. They never change: draws that were held go by them. */
const vectors = JSON.parse(readFileSync(new URL('./draw-vectors.json', import.meta.url), 'utf8'));
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const seed = bytes(vectors.seeds[0].seed);

describe('the frozen vectors', () => {
  it('of the commitment and the seeds', () => {
    expect(commitmentTo(bytes(vectors.seeds[0].secret)).toString('hex')).toBe(vectors.commitment);
    for (const one of vectors.seeds) {
      const parts = {
        dropId: vectors.dropId,
        secret: bytes(one.secret),
        beacon: bytes(one.beacon),
        root: bytes(vectors.root),
      };
      expect(seedOf(parts).toString('hex'), one.what).toBe(one.seed);
    }
  });

  it('of the lanes’ keys', () => {
    for (const { lane, key } of vectors.laneKeys) expect(laneKeyOf(seed, lane).toString('hex')).toBe(key);
  });

  it('of leaves, root and paths', () => {
    const hashes = vectors.leaves.map((leaf: { lane: number; number: number; accountId: string | null }) =>
      lobbyLeafHash(leaf, () => bytes(vectors.salt)),
    ) as Buffer[];
    expect(hashes.map((hash) => hash.toString('hex'))).toEqual(
      vectors.leaves.map(({ hash }: { hash: string }) => hash),
    );
    const tree = buildMerkleTree(Buffer.concat(hashes));
    expect(tree.root.toString('hex')).toBe(vectors.root);
    for (const [at, path] of vectors.paths.entries()) {
      const steps = path.map(({ side, hash }: { side: 'left' | 'right'; hash: string }) => ({
        side,
        hash: bytes(hash),
      }));
      expect(tree.pathOf(at).map(({ side, hash }) => ({ side, hash: Buffer.from(hash) }))).toEqual(steps);
      expect(rootByPath(hashes[at]!, steps).toString('hex')).toBe(vectors.root);
    }
  });

  it.each(vectors.permutations as { lane: number; size: number; to: [number, number][]; all: string }[])(
    'of the permutation of $size in lane $lane',
    ({ lane, size, to, all }) => {
      const permutation = createPermutation(laneKeyOf(seed, lane), size);
      for (const [index, position] of to) expect(permutation.apply(index)).toBe(position);
      const positions = Buffer.alloc(size * 4);
      for (let index = 0; index < size; index += 1)
        positions.writeUInt32BE(permutation.apply(index), index * 4);
      expect(createHash('sha256').update(positions).digest('hex')).toBe(all);
    },
  );
});
