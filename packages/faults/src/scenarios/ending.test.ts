import { describe, expect, it } from 'vitest';
import type { Violation } from '../judge/violation.ts';
import { type End, type Ending, exceptExpected, missesOf } from './ending.ts';

const end: End = {
  orders: new Map([['PAID', 2]]),
  told: new Map([['hold ok', 3]]),
  strikes: 4,
  moneyBack: 1,
};
const ending: Ending = { orders: { PAID: 2 }, told: { 'hold ok': 3 }, strikes: 4, moneyBack: 1 };

describe('an ending', () => {
  it.each<[string, Ending]>([
    ['as it is meant', ending],
    ['at least so much', { ...ending, orders: { PAID: { atLeast: 1 } }, strikes: { atLeast: 4 } }],
  ])('%s misses nothing', (_name, wanted) => {
    expect(missesOf(wanted, end)).toEqual([]);
  });

  it.each<[string, Ending, string]>([
    ['nobody bought', { ...ending, orders: { PAID: 3 } }, 'orders PAID: 2, not 3'],
    ['another state', { ...ending, orders: { VOIDED: 2 } }, 'orders VOIDED: 0, not 2; orders PAID: 2, not 0'],
    ['too few', { ...ending, orders: { PAID: { atLeast: 3 } } }, 'orders PAID: 2, not at least 3'],
    ['told otherwise', { ...ending, told: { 'hold fail': 1 } }, 'hold fail: 0, not 1'],
    ['its fault never struck', { ...ending, strikes: 5 }, 'faults struck: 4, not 5'],
    ['money that went back', { orders: { PAID: 2 } }, 'payments given back: 1, not 0'],
  ])('%s is a miss', (_name, wanted, words) => {
    const [miss] = missesOf(wanted, end);
    expect(miss?.rule).toBe('the story can be told');
    expect(miss?.sentence).toContain(words);
  });
});

describe('a rule that must report', () => {
  const reported: Violation = { rule: 'audit money.amounts', sentence: '', evidence: [{}] };
  const other: Violation = { ...reported, rule: 'no dead-lock' };

  it('is no violation when it does, and others are', () => {
    expect(exceptExpected([reported.rule], [reported, other])).toEqual([other]);
  });

  it('is one when it does not', () => {
    const rules = exceptExpected([reported.rule], [other]).map(({ rule }) => rule);
    expect(rules).toEqual(['no dead-lock', 'the story can be told']);
  });
});
