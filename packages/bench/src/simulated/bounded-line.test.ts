import { expect, test } from 'vitest';
import { countWindows, windowAims } from './bounded-line.ts';

const bounds = { ratePerSecond: 2, windowSeconds: 1 };
const every = (ms: number, count: number): number[] => Array.from({ length: count }, (_, at) => at * ms);

test('even turns fall as often into each window', () => {
  expect(countWindows(every(500, 9), bounds)).toEqual({ most: 2, least: 2, windows: 7 });
});

test('a bunch of turns and a gap are found wherever they are', () => {
  expect(countWindows([0, 500, 1_000, 1_010, 1_020, 1_500, 2_000, 2_500], bounds).most).toBe(4);
  expect(countWindows([0, 500, 1_000, 2_400, 2_900, 3_400], bounds).least).toBe(0);
});

test('two turns at the same time are two', () => {
  expect(countWindows([0, 0, 500, 1_000, 1_500], bounds).most).toBe(3);
});

test('what is shorter than a window says nothing', () => {
  expect(countWindows([0, 300], bounds)).toMatchObject({ windows: 0, least: Number.NaN });
  expect(countWindows([], bounds).windows).toBe(0);
});

test('the aims follow from rate and window', () => {
  expect(windowAims({ ratePerSecond: 50, windowSeconds: 10 })).toEqual({ most: 501, least: 494 });
});
