import { expect, test } from 'vitest';
import { type Aim, judge, type Reading } from './figure.ts';

const reading = (change: Partial<Reading>): Reading => ({
  ...{ name: 'join', what: 'joins', unit: '/s', value: 70, aim: null },
  ...{ floor: { what: 'bare', value: 100 } },
  ...change,
});

test.each<[Aim, boolean]>([
  [{ of: 'value', is: 'atMost', bound: 70 }, true],
  [{ of: 'value', is: 'atMost', bound: 69.9 }, false],
  [{ of: 'value', is: 'atLeast', bound: 70 }, true],
  [{ of: 'value', is: 'atLeast', bound: 70.1 }, false],
  [{ of: 'ratio', is: 'atLeast', bound: 0.7 }, true],
  [{ of: 'ratio', is: 'atLeast', bound: 0.71 }, false],
  [{ of: 'ratio', is: 'atMost', bound: 0.69 }, false],
])('70 beside a floor of 100 and %j: %s', (aim, isMet) => {
  expect(judge('join', reading({ aim }))).toMatchObject({ isMet, ratioToFloor: 0.7, figure: 'join' });
});

test('the ratio of the rounds wins over that of the values', () => {
  const aim: Aim = { of: 'ratio', is: 'atLeast', bound: 0.8 };
  expect(judge('join', reading({ aim, ratio: 0.9 }))).toMatchObject({ isMet: true, ratioToFloor: 0.9 });
});

test('without an aim nothing is judged, and without a floor no ratio is met', () => {
  expect(judge('join', reading({}))).toMatchObject({ isMet: null });
  const aim: Aim = { of: 'ratio', is: 'atMost', bound: 100 };
  expect(judge('join', reading({ aim, floor: null }))).toMatchObject({ isMet: false, ratioToFloor: null });
});

test('what is no number meets nothing', () => {
  const aim: Aim = { of: 'value', is: 'atMost', bound: 5 };
  expect(judge('join', reading({ aim, value: Number.NaN })).isMet).toBe(false);
  expect(judge('join', reading({ aim, value: Number.POSITIVE_INFINITY })).isMet).toBe(false);
});
