import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createPermutation, halfBitsOf } from './permutation.ts';

const keyOf = (word: string | number): Buffer => createHash('sha256').update(`key ${word}`).digest();

describe('a permutation', () => {
  it('gives every position once, at whatever size', () => {
    const sizes = [
      ...Array.from({ length: 70 }, (_, size) => size),
      255,
      256,
      257,
      1_023,
      1_025,
      4_096,
      65_537,
    ];
    for (const size of sizes) {
      const { apply } = createPermutation(keyOf(size), size);
      const positions = new Set(Array.from({ length: size }, (_, index) => apply(index)));
      expect(positions.size, `size ${size}`).toBe(size);
      for (const position of positions) expect(position).toBeLessThan(size);
    }
  });

  it('has halves that are just large enough', () => {
    expect([0, 1, 2, 4, 5, 16, 17, 1_000_000, 1_048_576, 1_048_577].map(halfBitsOf)).toEqual([
      ...[1, 1, 1, 1, 2, 2, 3, 10, 10, 11],
    ]);
  });

  it.each([-1, 5, 1.5, Number.NaN])('refuses the index %s of five', (index) => {
    expect(() => createPermutation(keyOf(0), 5).apply(index)).toThrow();
  });

  it.each([-1, 1.5, 2 ** 30 + 1])('refuses the size %s', (size) => {
    expect(() => createPermutation(keyOf(0), size)).toThrow();
  });

  const perPosition = 60;
  /** Some 1 in 100,000 sets of keys would exceed this much; the keys are always the same. */
  const chiSquaredMax = (freedom: number): number => freedom + 4.3 * Math.sqrt(2 * freedom) + 12;

  it.each([2, 3, 5, 17, 100])('of %s puts each index anywhere as often as anywhere else', (size) => {
    const indices = [...new Set([0, 1, Math.floor(size / 2), size - 1])];
    const counts = indices.map(() => new Array<number>(size).fill(0));
    for (let key = 0; key < perPosition * size; key += 1) {
      const { apply } = createPermutation(keyOf(`${size}:${key}`), size);
      for (const [at, index] of indices.entries()) {
        const own = counts[at] ?? [];
        own[apply(index)] = (own[apply(index)] ?? 0) + 1;
      }
    }
    for (const [at, own] of counts.entries()) {
      const chiSquared = own.reduce((sum, count) => sum + (count - perPosition) ** 2 / perPosition, 0);
      expect(chiSquared, `index ${indices[at]}`).toBeLessThan(chiSquaredMax(size - 1));
    }
  });

  it('keeps nothing of who came one after the other: neighbours are apart as strangers are', () => {
    const size = 50;
    const distances = Array.from({ length: 1_500 }, (_, key) => {
      const { apply } = createPermutation(keyOf(`pair ${key}`), size);
      return Math.abs(apply(20) - apply(21));
    });
    const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
    // Of two different positions of n by chance: (n + 1) / 3, here 17 with a deviation of 0.31 for the mean.
    expect(Math.abs(mean - (size + 1) / 3)).toBeLessThan(1.4);
  });
});
