import { expect, test } from 'vitest';
import { decideFan } from './decide-fan.ts';

const crowd = (seed: number) => Array.from({ length: 2_000 }, (_, index) => decideFan(seed, index, 4, 1));

test('the same seed gives the same fans, another seed others', () => {
  expect(crowd(3)).toEqual(crowd(3));
  expect(crowd(3)).not.toEqual(crowd(4));
});

test('a crowd has every kind of fan', () => {
  const fans = crowd(1);
  expect(new Set(fans.map(({ tickets }) => tickets))).toEqual(new Set([1, 2, 3, 4]));
  expect(new Set(fans.map(({ taste }) => taste)).size).toBe(3);
  expect(new Set(fans.map(({ ending }) => ending)).size).toBe(5);
  expect(new Set(fans.map(({ card }) => card)).size).toBe(4);
});

test('most fans pay', () => {
  const paying = crowd(1).filter(({ ending, card }) => ending === 'pays' && card !== 'declinedForGood');
  expect(paying.length / 2_000).toBeGreaterThan(0.8);
});

test('nobody wants more than one may buy', () => {
  const fans = Array.from({ length: 500 }, (_, index) => decideFan(1, index, 2, 1));
  expect(Math.max(...fans.map(({ tickets }) => tickets))).toBe(2);
});

test('a crowd that abandons nothing pays to the last', () => {
  const fans = Array.from({ length: 500 }, (_, index) => decideFan(1, index, 4, 0));
  expect(fans.every(({ ending }) => ending === 'pays')).toBe(true);
});
