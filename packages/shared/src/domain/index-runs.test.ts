import { expect, it } from 'vitest';
import { packIndexRuns, unpackIndexRuns } from './index-runs.ts';

it.each([
  [[], []],
  [[0], [1, 0]],
  [
    [0, 0, 0, 2, -1, -1, 2],
    [3, 0, 1, 2, 2, -1, 1, 2],
  ],
])('%j is packed as %j and unpacked again', (values, runs) => {
  expect(packIndexRuns(values)).toEqual(runs);
  expect(unpackIndexRuns(runs)).toEqual(values);
});

it('refuses runs that end in the middle', () => {
  expect(() => unpackIndexRuns([3])).toThrow(RangeError);
});
