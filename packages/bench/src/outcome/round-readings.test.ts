import { expect, test } from 'vitest';
import type { Round } from '../load/alternate.ts';
import { besideFloor, perCpuSecond } from './round-readings.ts';

/** The second round met other work: both were slow. */
const rounds: readonly Round[] = [
  { ours: { perSecond: 80, perCpuSecond: 90 }, floors: { perSecond: 100, perCpuSecond: 180 } },
  { ours: { perSecond: 36, perCpuSecond: 90 }, floors: { perSecond: 40, perCpuSecond: 180 } },
  { ours: { perSecond: 70, perCpuSecond: 60 }, floors: { perSecond: 100, perCpuSecond: 180 } },
];
const named = { name: 'join', what: 'joins', floor: 'bare' };

test('the ratio is the median of the rounds, not the ratio of the medians', () => {
  const reading = besideFloor(named, rounds, 0.7);
  expect(reading).toMatchObject({ value: 70, floor: { value: 100 }, ratio: 0.8, unit: '/s' });
  expect(reading.aim).toEqual({ of: 'ratio', is: 'atLeast', bound: 0.7 });
});

test('by CPU seconds nothing is judged', () => {
  expect(perCpuSecond(named, rounds)).toMatchObject({ value: 90, ratio: 0.5, aim: null });
});
