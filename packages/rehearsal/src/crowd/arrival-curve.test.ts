import { describe, expect, test } from 'vitest';
import { arrivals, parseArrivalCsv } from './arrival-curve.ts';
import { seededRandom } from './seeded-random.ts';

const randomOf = (fan: number) => seededRandom(1, fan);

test('a burst fills the lobby and comes to its end within half a minute', () => {
  const moments = arrivals({ kind: 'burst' }, 2_000, 10, randomOf);
  expect(Math.min(...moments)).toBeGreaterThanOrEqual(-10);
  expect(Math.max(...moments)).toBeLessThanOrEqual(30);
  const early = moments.filter((moment) => moment < 0).length;
  expect(early / 2_000).toBeCloseTo(0.65, 1);
});

test('a ramp is even over a minute', () => {
  const moments = arrivals({ kind: 'ramp' }, 6_000, 10, randomOf);
  for (let second = 0; second < 60; second += 10) {
    const here = moments.filter((moment) => moment >= second && moment < second + 10).length;
    expect(here / 1_000).toBeCloseTo(1, 0);
  }
});

describe('a file of second,count', () => {
  test.each([
    ['plain', '0,10\n5,30\n'],
    ['with a heading, blanks, semicolons and CRLF', 'second,count\r\n\r\n5 ; 30\r\n0;10\r\n'],
  ])('%s deals the fans out in proportion', (_name, text) => {
    const moments = arrivals(parseArrivalCsv(text), 80, 20, randomOf);
    expect(moments.filter((moment) => moment >= 0 && moment < 1)).toHaveLength(20);
    expect(moments.filter((moment) => moment >= 5 && moment < 6)).toHaveLength(60);
  });

  test('nobody comes before one can join', () => {
    expect(Math.min(...arrivals(parseArrivalCsv('-100,5'), 5, 10, randomOf))).toBe(-10);
  });

  test.each([
    ['0,ten', 'line 1'],
    ['second,count\n1,2\n3', 'line 3'],
    ['1,-5', 'line 1'],
    ['', 'nobody comes'],
    ['4,0', 'nobody comes'],
  ])('%j is refused by name', (text, named) => {
    expect(() => parseArrivalCsv(text)).toThrow(named);
  });
});
