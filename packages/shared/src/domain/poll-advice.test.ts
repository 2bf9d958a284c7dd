import { describe, expect, it } from 'vitest';
import { pollAdvice, pollDelaySeconds } from './poll-advice.ts';

describe('the advice how often to ask', () => {
  it.each([
    ['one whose turn has come asks soon', 0, 600, 2],
    ['a wait of 100 s asks every 10 s', 1_000, 600, 10],
    ['a wait of an hour asks every 20 s', 36_000, 600, 20],
    ['a rate of nothing asks every 20 s', 5, 0, 20],
    ['a rank already passed asks soon', -50, 600, 2],
  ])('%s', (_name, ahead, ratePerMinute, seconds) => {
    expect(pollDelaySeconds(pollAdvice, ahead, ratePerMinute, 0)).toBe(seconds);
  });

  it('is never less than advised and at most 30 % more', () => {
    for (let n = 0; n < 100; n += 1) {
      const delay = pollDelaySeconds(pollAdvice, 1_000, 600, n / 100);
      expect(delay).toBeGreaterThanOrEqual(10);
      expect(delay).toBeLessThan(13);
    }
  });
});
