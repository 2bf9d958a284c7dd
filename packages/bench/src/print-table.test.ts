import { expect, test } from 'vitest';
import { judge } from './figure.ts';
import { amount, tableLines } from './print-table.ts';

const readings = [
  judge('join', {
    ...{ name: 'join', what: 'joins a second', unit: '/s', value: 3_512.4, ratio: 0.666 },
    floor: { what: 'bare', value: 5_000 },
    aim: { of: 'ratio', is: 'atLeast', bound: 0.7 },
  }),
  judge('entries', {
    ...{ name: 'entries', what: 'memory', unit: 'MB', value: 85.31, floor: null },
    aim: { of: 'value', is: 'atMost', bound: 140 },
  }),
  judge('entries', { name: 'entries.each', what: 'bytes', unit: 'bytes', value: 90, floor: null, aim: null }),
];

test('a line for each reading, with its aim, its floor, the ratio and whether it is met', () => {
  const [heading, join, entries, each, ...rest] = tableLines({ scale: 'full', readings, broken: [] });
  expect(heading).toMatch(/^figure +measured +aim +floor +ratio +what$/);
  expect(join).toMatch(/^join +3,512\/s +ratio ≥ 0\.70 +5,000\/s +0\.67 +not met +joins a second$/);
  expect(entries).toMatch(/^entries +85\.3 MB +≤ 140 MB +met +memory$/);
  expect(each).toMatch(/^entries\.each +90 bytes +bytes$/);
  expect(rest).toEqual(['', 'Floors, measured in the same run:', '  join: bare']);
});

test('what broke is named, and a small scale says so', () => {
  const lines = tableLines({
    scale: 'small',
    readings: [],
    broken: [{ figure: 'join', reason: 'no Redis' }],
  });
  expect(lines).toContain('  join: no Redis');
  expect(lines.at(-1)).toMatch(/small scale/);
});

test.each([
  [Number.NaN, 'ms', '–'],
  [0.234, '', '0.23'],
  [12.34, 'ms', '12.3 ms'],
  [1_234.5, '/s', '1,235/s'],
  [33.3, '%', '33.3%'],
])('%d %s is shown as %s', (value, unit, text) => {
  expect(amount(value, unit)).toBe(text);
});
