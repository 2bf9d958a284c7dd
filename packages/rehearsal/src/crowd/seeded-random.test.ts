import { describe, expect, test } from 'vitest';
import { pickWeighted, seededRandom, zipfRank } from './seeded-random.ts';

const draw = (seed: number, stream: number, count: number): number[] => {
  const random = seededRandom(seed, stream);
  return Array.from({ length: count }, random);
};

describe('seeded numbers', () => {
  test('are the same for the same seed and stream, and others for others', () => {
    expect(draw(7, 3, 50)).toEqual(draw(7, 3, 50));
    expect(draw(7, 3, 50)).not.toEqual(draw(7, 4, 50));
    expect(draw(7, 3, 50)).not.toEqual(draw(8, 3, 50));
  });

  test('lie in [0, 1), half of them below a half, in every stream', () => {
    for (let stream = 0; stream < 50; stream += 1) {
      const numbers = draw(1, stream, 1_000);
      expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
      const low = numbers.filter((number) => number < 0.5).length;
      expect(Math.abs(low - 500)).toBeLessThan(100);
    }
  });

  test('do not begin alike in neighbouring streams', () => {
    const first = Array.from({ length: 1_000 }, (_, stream) => seededRandom(1, stream)());
    const low = first.filter((number) => number < 0.5).length;
    expect(Math.abs(low - 500)).toBeLessThan(100);
  });
});

test('a weighted pick takes each key as often as its weight says', () => {
  const random = seededRandom(1, 1);
  const counts = { often: 0, seldom: 0, never: 0 };
  for (let pick = 0; pick < 10_000; pick += 1)
    counts[pickWeighted({ often: 9, seldom: 1, never: 0 }, random)] += 1;
  expect(counts.never).toBe(0);
  expect(counts.seldom / 10_000).toBeCloseTo(0.1, 1);
});

describe('a rank by popularity', () => {
  test('is in range, and the first is chosen more often than the tenth', () => {
    const random = seededRandom(2, 2);
    const counts = new Array<number>(100).fill(0);
    for (let pick = 0; pick < 20_000; pick += 1) {
      const rank = zipfRank(100, random);
      counts[rank] = (counts[rank] ?? 0) + 1;
    }
    expect(counts).toHaveLength(100);
    expect(counts[0]).toBeGreaterThan(5 * (counts[9] ?? 0));
    expect(counts[99]).toBeGreaterThan(0);
  });

  test('of one thing is that thing', () => {
    expect(zipfRank(1, () => 0.999)).toBe(0);
    expect(zipfRank(1, () => 0)).toBe(0);
  });
});
