import { expect, it } from 'vitest';
import { proofTries, unprovenAsksMax, unprovenAsksOf } from './proof-of-work.ts';

it('is asked of nobody, of everybody, or from a threshold on', () => {
  expect(unprovenAsksOf('off')).toBeNull();
  expect(unprovenAsksOf('always')).toBe(0);
  expect(unprovenAsksOf('underPressure')).toBe(unprovenAsksMax);
});

it.each([
  [0, 500],
  [200, 500],
  [201, 503],
  [400, 1_000],
  [1_000, 2_500],
  [1_000_000, 2_500],
])(
  'costs as many tries as the pressure wants, within bounds: %i in ten seconds, %i tries',
  (asked, tries) => {
    expect(proofTries(asked)).toBe(tries);
  },
);
