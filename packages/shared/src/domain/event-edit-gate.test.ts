import { describe, expect, it } from 'vitest';
import { type GatedEventFacts, gatedChanges, salesExist } from './event-edit-gate.ts';

const before: GatedEventFacts = {
  startsAt: 1_800_000_000_000,
  venueId: 'v',
  planId: 'p',
  currency: 'eur',
  timeZone: 'Europe/Berlin',
};

describe('an edit of an event', () => {
  it.each([
    ['nothing', {}, []],
    ['the start', { startsAt: 1_800_000_000_001 }, ['startsAt']],
    ['the venue', { venueId: 'w' }, ['venueId']],
    ['the plan, taken away', { planId: null }, ['planId']],
    ['the currency', { currency: 'usd' }, ['currency']],
    ['the time zone', { timeZone: 'Europe/Paris' }, ['timeZone']],
    ['several', { timeZone: 'UTC', startsAt: 1, venueId: 'w' }, ['startsAt', 'venueId', 'timeZone']],
  ])('touches what buyers relied on: %s', (_name, change, expected) => {
    expect(gatedChanges(before, { ...before, ...change })).toEqual(expected);
  });
});

describe('sales', () => {
  it.each([
    [{ sold: 0, claimed: 0 }, false],
    [{ sold: 1, claimed: 0 }, true],
    [{ sold: 0, claimed: 1 }, true],
  ])('%j exist: %s', (sales, expected) => {
    expect(salesExist(sales)).toBe(expected);
  });
});
