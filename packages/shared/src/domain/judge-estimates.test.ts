import { describe, expect, it } from 'vitest';
import { judgeEstimates, type LineStandingThen, type WaitedEntry } from './judge-estimates.ts';

const opensMs = Date.UTC(2026, 10, 26, 12);
const minute = 60_000;

/** A line of one lane that is sampled every 15 s and serves so many a minute. */
function line(
  minutes: number,
  servedAt: (minutes: number) => number,
  ratePerMinute = 60,
): LineStandingThen[] {
  return Array.from({ length: minutes * 4 }, (_, index) => ({
    atMs: opensMs + (index + 0.5) * 15_000,
    served: [Math.floor(servedAt((index + 0.5) / 4))],
    ratePerMinute,
  }));
}

/** Who joined so many minutes after the opening, at the position, and came in so many after it. */
const entry = (joined: number, position: number, cameIn: number, lane = 0): WaitedEntry => ({
  ...{ lane, position, joinedMs: opensMs + joined * minute, cameInMs: opensMs + cameIn * minute },
});

describe('what pages promised, held against what became of it', () => {
  it('a line that keeps its rate from the opening on has no error', () => {
    const early = [entry(-10, 299, 5), entry(-2, 599, 10), entry(0, 59, 1)];
    expect(
      judgeEstimates(
        line(10, (at) => at * 60),
        early,
        opensMs,
        [1],
      ),
    ).toEqual({
      ...{ compared: 3, byMeasuredPace: 0, notPromised: 0, leftOut: 0 },
      ...{ medianErrorPercent: 0, withinPromisePercent: 100 },
    });
  });

  it('a line at half of its rate takes twice as long as was promised at the opening: half of the wait is wrong', () => {
    const verdict = judgeEstimates(
      line(20, (at) => at * 30),
      [entry(-1, 299, 10)],
      opensMs,
      [1],
    );
    expect(verdict).toMatchObject({ compared: 1, byMeasuredPace: 0, withinPromisePercent: 0 });
    expect(verdict.medianErrorPercent).toBeCloseTo(50);
  });

  it('who joins later is promised by the pace that was measured', () => {
    // At 5 minutes 150 were served, 30 a minute: position 299 waits another 5 minutes, and does.
    const verdict = judgeEstimates(
      line(20, (at) => at * 30),
      [entry(5, 299, 10)],
      opensMs,
      [1],
    );
    expect(verdict).toMatchObject({ compared: 1, byMeasuredPace: 1, withinPromisePercent: 100 });
    expect(verdict.medianErrorPercent).toBeLessThan(2);
  });

  it('the median is of all', () => {
    const pace = line(20, (at) => at * 30);
    const entries = [entry(5, 299, 10), entry(-1, 299, 10), entry(5, 299, 30)];
    const verdict = judgeEstimates(pace, entries, opensMs, [1]);
    expect(verdict.medianErrorPercent).toBeCloseTo(50);
    expect(verdict.withinPromisePercent).toBeCloseTo(100 / 3);
  });

  it('while the line stands still nothing is promised', () => {
    const verdict = judgeEstimates(
      line(20, (at) => Math.min(at, 1) * 60),
      [entry(8, 99, 15)],
      opensMs,
      [1],
    );
    expect(verdict).toEqual({
      ...{ compared: 0, byMeasuredPace: 0, notPromised: 1, leftOut: 0 },
      ...{ medianErrorPercent: null, withinPromisePercent: null },
    });
  });

  it('short waits, and times without samples, are left out and counted', () => {
    const early = line(2, (at) => at * 60);
    const verdict = judgeEstimates(early, [entry(1, 61, 1.3), entry(9, 700, 20)], opensMs, [1]);
    expect(verdict).toMatchObject({ compared: 0, leftOut: 2 });
    expect(judgeEstimates([], [entry(-1, 5, 9)], opensMs, [1])).toMatchObject({ compared: 0, leftOut: 1 });
  });

  it('of lanes each has its own pace, at the opening its share', () => {
    const lanes = line(20, (at) => at * 45).map((sample, index) => ({
      ...sample,
      served: [...sample.served, Math.floor(((index + 0.5) / 4) * 15)],
    }));
    const verdict = judgeEstimates(
      lanes,
      [entry(-1, 449, 10), entry(-1, 149, 10, 1), entry(5, 149, 10, 1)],
      opensMs,
      [3, 1],
    );
    expect(verdict).toMatchObject({ compared: 3, byMeasuredPace: 1, withinPromisePercent: 100 });
    expect(verdict.medianErrorPercent).toBeLessThan(2);
  });

  it('a Redis that forgot and went on a moment further back does not turn the line around', () => {
    const forgetful = line(20, (at) => at * 60).map((sample, index) =>
      index === 12 ? { ...sample, served: [0] } : sample,
    );
    const verdict = judgeEstimates(forgetful, [entry(3.2, 599, 10)], opensMs, [1]);
    expect(verdict.medianErrorPercent).toBeLessThan(15);
  });
});
