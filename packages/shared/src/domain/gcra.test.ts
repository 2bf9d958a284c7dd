import { describe, expect, it } from 'vitest';
import { takeCell } from './gcra.ts';
import { type Rate, rateLimits } from './rate-limits.ts';

const startMs = 1_900_000_000_000;

/** What a subject is told that asks at these times, in milliseconds after the start. */
function answers(rate: Rate, timesMs: readonly number[]): string[] {
  let arrivalMs: number | undefined;
  return timesMs.map((timeMs) => {
    const outcome = takeCell(arrivalMs, startMs + timeMs, rate);
    if (outcome.kind === 'refused') return `wait ${Math.round(outcome.waitMs)}`;
    arrivalMs = outcome.arrivalMs;
    return 'allowed';
  });
}

describe('with 3 requests in 3 seconds', () => {
  const rate = { count: 3, seconds: 3 };
  it.each([
    { name: 'a burst of three passes at once', at: [0, 0, 0], says: ['allowed', 'allowed', 'allowed'] },
    {
      name: 'a fourth waits for one interval',
      at: [0, 0, 0, 0],
      says: ['allowed', 'allowed', 'allowed', 'wait 1000'],
    },
    {
      name: 'a refused request costs nothing',
      at: [0, 0, 0, 200, 400, 1000],
      says: ['allowed', 'allowed', 'allowed', 'wait 800', 'wait 600', 'allowed'],
    },
    {
      name: 'an even pace is never refused',
      at: [0, 1000, 2000, 3000, 4000, 5000, 6000],
      says: Array.from({ length: 7 }, () => 'allowed'),
    },
    {
      name: 'a long silence earns one burst, not more',
      at: [0, 3_600_000, 3_600_000, 3_600_000, 3_600_000],
      says: ['allowed', 'allowed', 'allowed', 'allowed', 'wait 1000'],
    },
  ])('$name', ({ at, says }) => {
    expect(answers(rate, at)).toEqual(says);
  });
});

it.each(Object.entries(rateLimits))(
  'every limit passes its whole burst, and not one more: %s',
  (_name, limit) => {
    for (const rate of [limit.perAccount, limit.perAddress]) {
      const said = answers(
        rate,
        Array.from({ length: rate.count + 1 }, () => 0),
      );
      expect(said.slice(0, -1).every((answer) => answer === 'allowed')).toBe(true);
      expect(said.at(-1)).toMatch(/^wait/);
    }
  },
);
