import { describe, expect, it } from 'vitest';
import { isCountry } from './countries.ts';
import { chargeStepMinor, isCurrency, minorUnitsPerMajor } from './currencies.ts';

describe('a currency', () => {
  it.each([
    ['eur', true],
    ['jpy', true],
    ['kwd', true],
    ['xyz', false],
    ['xau', false],
    ['EUR', false],
    ['', false],
  ])('%s is taken: %s', (code, taken) => {
    expect(isCurrency(code)).toBe(taken);
  });

  it.each([
    ['eur', 100, 1],
    ['huf', 100, 1],
    ['jpy', 1, 1],
    ['mga', 1, 1],
    ['kwd', 1000, 10],
    ['isk', 100, 100],
  ])('%s has %i minor units and is charged in steps of %i', (code, units, step) => {
    expect([minorUnitsPerMajor(code), chargeStepMinor(code)]).toEqual([units, step]);
  });
});

describe('a country', () => {
  it.each([
    ['DE', true],
    ['GB', true],
    ['ZW', true],
    ['XX', false],
    ['UK', false],
    ['EU', false],
    ['de', false],
  ])('%s is one: %s', (code, known) => {
    expect(isCountry(code)).toBe(known);
  });
});
