import { describe, expect, it } from 'vitest';
import { countPeople, rankOf, readRanges, writeRanges } from './ranks.ts';

const skipped = [
  { from: 100, to: 10_000 },
  { from: 10_050, to: 20_000 },
];

describe('ranks and counts', () => {
  it.each([
    [0, 1],
    [99, 100],
    [10_000, 101],
    [10_049, 150],
    [20_000, 151],
  ])('index %i has rank %i', (index, rank) => {
    expect(rankOf(index, skipped)).toBe(rank);
  });

  it.each([
    ['nobody', 0, 0],
    ['all before the first loss', 100, 100],
    ['in the middle of what nobody has', 5_000, 100],
    ['everybody', 20_010, 160],
  ])('counts %s', (_what, indices, people) => {
    expect(countPeople(indices, skipped)).toBe(people);
  });

  it('a later loss changes no rank that was told', () => {
    for (const index of [0, 99, 10_000, 10_049])
      expect(rankOf(index, skipped)).toBe(rankOf(index, skipped.slice(0, 1)));
  });

  it('are served in the same measure: nobody is ahead of whose turn it is', () => {
    expect(rankOf(10_000, skipped)).toBeLessThanOrEqual(countPeople(10_001, skipped));
    expect(rankOf(10_000, skipped)).toBeGreaterThan(countPeople(10_000, skipped));
  });

  it('travel as text', () => {
    expect(readRanges(writeRanges(skipped.toReversed()))).toEqual(skipped);
    expect(readRanges(writeRanges([]))).toEqual([]);
  });
});
