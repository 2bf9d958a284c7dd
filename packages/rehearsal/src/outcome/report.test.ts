import { describe, expect, test } from 'vitest';
import { type Findings, makeReport } from './report.ts';
import { openTally, type Tally } from './tally.ts';

function findings(change: Partial<Findings> = {}, tally: Partial<Tally> = {}): Findings {
  return {
    ...{ seed: 1, fans: 10, tickets: 4, sold: 4, ordersPaid: 2, ordersExpired: 0, opensMs: 1_000, cpu: {} },
    tally: Object.assign(openTally(10), tally),
    ...{ surprises: [], doubleSales: [], mismatches: [] },
    underWay: { orders: 0, operations: 0, webhooks: 0, seatMarks: 0 },
    audit: { at: '', durationMs: 0, ok: true, broken: 0, failed: 0, checks: [] },
    draw: { proof: 'COMMIT_REVEAL', lobby: 10, cameIn: 4, faults: [] },
    ...change,
  };
}

test('all is right when everything was sold once and paid', () => {
  const report = makeReport(findings({}, { paidAtMs: [2_000, 5_000] }));
  expect(report).toMatchObject({ isRight: true, sold: 4, durationSeconds: 4, ordersPerSecond: 0.5 });
});

test('a sale that was shed or throttled is right all the same', () => {
  expect(makeReport(findings({}, { shed503: 5, throttled429: 3 }))).toMatchObject({
    isRight: true,
    shed503: 5,
    throttled429: 3,
  });
});

describe('something is wrong', () => {
  test.each<[string, Partial<Findings>, Partial<Tally>]>([
    ['a ticket sold twice', { doubleSales: [{ ticket: 3, seen: 'twice' }] }, {}],
    ['money that does not add up', { mismatches: [{ orderId: 'a', fault: 'gone' }] }, {}],
    ['an unfinished order', { underWay: { orders: 1, operations: 0, webhooks: 0, seatMarks: 0 } }, {}],
    ['an answer of 5xx', {}, { http5xx: 1 }],
    ['a lost call', {}, { lostCalls: 1 }],
    ['a surprised fan', { surprises: ['fan 1: what?'] }, {}],
    ['a rank that does not follow', { draw: { ...findings().draw, faults: ['draw, ranks: twice'] } }, {}],
    ['more sold than there were', { sold: 5 }, {}],
    ['a broken invariant', { audit: { ...findings().audit, broken: 1 } }, {}],
    ['an invariant that could not be checked', { audit: { ...findings().audit, failed: 1 } }, {}],
  ])('%s', (_what, change, tally) => {
    expect(makeReport(findings(change, tally)).isRight).toBe(false);
  });
});

test('the busiest ten seconds are found', () => {
  const paidAtMs = [0, 20_000, 20_100, 25_000, 29_000, 29_900, 50_000];
  expect(makeReport(findings({}, { paidAtMs })).ordersPerSecondPeak).toBe(0.5);
});
