/** A range of a line's indices, its end left out. */
export interface IndexRange {
  readonly from: number;
  readonly to: number;
}

/**
 * How many people a count of indices is: those that a forgotten Redis may have given out and nobody has are no people.
 * The ranges only ever grow above every index that was given to somebody, so what was said once stays true.
 */
export function countPeople(indices: number, skipped: readonly IndexRange[]): number {
  return skipped.reduce((count, { from, to }) => count - Math.max(0, Math.min(to, indices) - from), indices);
}

/** How many indices the ranges have together. */
export function countIndices(ranges: readonly IndexRange[]): number {
  return ranges.reduce((count, { from, to }) => count + to - from, 0);
}

/** '10-20,35-40' */
export function writeRanges(ranges: readonly IndexRange[]): string {
  return ranges
    .toSorted((a, b) => a.from - b.from)
    .map(({ from, to }) => `${from}-${to}`)
    .join(',');
}

export function readRanges(text: string): IndexRange[] {
  if (text === '') return [];
  return text.split(',').map((range) => {
    const [from, to] = range.split('-');
    return { from: Number(from), to: Number(to) };
  });
}
