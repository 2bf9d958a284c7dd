import { expect, it } from 'vitest';
import { createLinePace, plannedPace } from './line-pace.ts';

/** One look each second, from a second to another; `rate` turns in each. */
function watch(pace: ReturnType<typeof createLinePace>, from: number, to: number, rate: number, served = 0) {
  for (let second = from; second <= to; second += 1)
    pace.note(second * 1_000, [served + (second - from) * rate]);
  return served + (to - from) * rate;
}

it('a pace is measured once the line was watched for twenty seconds', () => {
  const pace = createLinePace();
  watch(pace, 0, 19, 2);
  expect(pace.measured(0)).toBeNull();
  watch(pace, 20, 40, 2, 40);
  expect(pace.measured(0)).toBeCloseTo(120);
  expect(pace.measured(7)).toBe(0);
});

it('what was longer ago than three minutes does not count', () => {
  const pace = createLinePace();
  const served = watch(pace, 0, 200, 10);
  watch(pace, 201, 400, 1, served + 1);
  expect(pace.measured(0)).toBeCloseTo(60, 0);
});

it('a line that stood still, or a clock that was set back, begins anew', () => {
  const pace = createLinePace();
  watch(pace, 0, 60, 5);
  pace.forget();
  expect(pace.measured(0)).toBeNull();
  watch(pace, 100, 160, 5);
  pace.note(50_000, [3]);
  expect(pace.measured(0)).toBeNull();
});

it.each([
  [120, [1], 0, 120],
  [120, [3, 1], 0, 90],
  [120, [3, 1], 1, 30],
  [120, [3, 1], 2, 0],
  [120, [], 0, 120],
])('of %i turns a minute lanes of %j give lane %i %i', (rate, weights, lane, planned) => {
  expect(plannedPace(rate, weights, lane)).toBe(planned);
});
