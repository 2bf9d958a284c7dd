import { describe, expect, it } from 'vitest';
import { countIndices, countPeople, readRanges, writeRanges } from './ranks.ts';

const skipped = [
  { from: 100, to: 10_000 },
  { from: 10_050, to: 20_000 },
];

describe('ranks and counts', () => {
  it.each([
    [0, 0],
    [99, 99],
    [10_000, 100],
    [10_049, 149],
    [20_000, 150],
  ])('index %i has number %i', (index, number) => {
    expect(countPeople(index, skipped)).toBe(number);
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
      expect(countPeople(index, skipped)).toBe(countPeople(index, skipped.slice(0, 1)));
  });

  it('leave out as many indices as the ranges have', () => {
    expect(countIndices(skipped)).toBe(9_900 + 9_950);
    expect(countIndices([])).toBe(0);
    expect(countPeople(30_000, skipped)).toBe(30_000 - countIndices(skipped));
  });

  it('travel as text', () => {
    expect(readRanges(writeRanges(skipped.toReversed()))).toEqual(skipped);
    expect(readRanges(writeRanges([]))).toEqual([]);
  });
});
