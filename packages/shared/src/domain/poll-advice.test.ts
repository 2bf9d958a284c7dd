import { describe, expect, it } from 'vitest';
import { isNear, pollAdviceFor, pollDelaySeconds } from './poll-advice.ts';

describe('the advice how often to ask', () => {
  it.each([
    ['one whose turn has come asks soon', 0, 600, 2],
    ['a wait of 100 s asks every 10 s', 1_000, 600, 10],
    ['a wait of an hour asks every 20 s', 36_000, 600, 20],
    ['a rate of nothing asks every 20 s', 5, 0, 20],
    ['a rank already passed asks soon', -50, 600, 2],
  ])('%s', (_name, ahead, ratePerMinute, seconds) => {
    expect(pollDelaySeconds(pollAdviceFor(0), ahead, ratePerMinute, 0)).toBe(seconds);
  });

  it('is never less than advised and at most 30 % more', () => {
    for (let n = 0; n < 100; n += 1) {
      const delay = pollDelaySeconds(pollAdviceFor(0), 1_000, 600, n / 100);
      expect(delay).toBeGreaterThanOrEqual(10);
      expect(delay).toBeLessThan(13);
    }
  });

  it.each([
    [0, { near: 2, far: 20 }],
    [10_000, { near: 2, far: 20 }],
    [20_000, { near: 4, far: 20 }],
    [35_001, { near: 8, far: 36 }],
    [1_000_000, { near: 9, far: 60 }],
  ])('with %i who wait keeps the crowd bounded', (waiting, advice) => {
    expect(pollAdviceFor(waiting)).toEqual(advice);
  });

  it.each([
    [60, 60, true],
    [61, 60, false],
    [30, 1, true],
    [31, 1, false],
    [0, 0, true],
  ])('%i ahead at %i a minute may follow the status: %s', (ahead, ratePerMinute, near) => {
    expect(isNear(ahead, ratePerMinute)).toBe(near);
  });
});
