import { expect, test } from 'vitest';
import { paceAt, secondsUntilWithin } from './within-target.ts';

const target = { perSecond: 10, shareOff: 0.05, windowSeconds: 5 };
/** So many a second, evenly, from a second on. */
const even = (perSecond: number, fromSecond: number, seconds: number): number[] =>
  Array.from({ length: perSecond * seconds }, (_, at) => (fromSecond + (at + 1) / perSecond) * 1000);

test('what runs at its target is there with the first whole window', () => {
  expect(secondsUntilWithin(even(10, 0, 20), target, 20)).toBe(5);
});

test('what begins late is there when a window has it whole, but for what may be missing', () => {
  expect(secondsUntilWithin(even(10, 7, 20), target, 20)).toBe(12);
});

test('what is too slow, or too fast, never is', () => {
  expect(secondsUntilWithin(even(7, 0, 60), target, 60)).toBeNaN();
  expect(secondsUntilWithin(even(13, 0, 60), target, 60)).toBeNaN();
  expect(secondsUntilWithin([], target, 60)).toBeNaN();
});

test('a pace counts what happened in its window alone', () => {
  expect(paceAt([1_000, 1_001, 5_000, 6_000, 6_001], 6_000, 5)).toBe(3 / 5);
});
