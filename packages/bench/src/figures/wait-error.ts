import type { Conditions, Reading } from '../figure.ts';
import { median } from '../outcome/statistics.ts';
import { waitErrors } from '../simulated/wait-errors.ts';
import { openLine, withConnections } from '../stage/bare-line.ts';
import { onOwnStack } from '../stage/own-stack.ts';
import { loadPageRules } from '../stage/page-rules.ts';
import { playLine } from '../stage/play-line.ts';

/** A second of the play stands for so many: a sale of half an hour would take half an hour. */
const speed = 20;
const sizes = { full: { playMinutes: 30 }, small: { playMinutes: 4 } } as const;
/** Of the sale that is played, before it is sped up. */
const sale = { cap: 600, ratePerMinute: 600, claimSeconds: 120, missingShare: 0.3 } as const;
const shopping = { secondsMin: 30, meanSeconds: 180 } as const;
const comeSecondsMax = 20;
const lookEveryMs = 15;
const aimError = 0.15;

/**
 * How far the waits that the page shows are from what they turn out to be: the middle of its range (web/line.js), for people
 * throughout a line that the real scripts move, at twenty times the pace of a sale. 30 % never come and keep their slot until
 * their claim ends, the others shop for very different times, so that the cap and not the rate decides. Floor: the same error
 * of somebody who knew from the beginning how fast that line would be on average.
 */
export function measureWaitError(conditions: Conditions): Promise<readonly Reading[]> {
  return onOwnStack(conditions, {}, (stack) =>
    withConnections(stack, 1, async ([redis]) => {
      if (redis === undefined) throw new Error('no connection was made');
      const { playMinutes } = sizes[conditions.scale];
      conditions.say(
        `wait-error: ${playMinutes} minutes of a sale are played in ${(playMinutes * 60) / speed} s`,
      );
      const settings = {
        ...{ cap: sale.cap, ratePerMinute: sale.ratePerMinute * speed },
        ...{ claimMs: (sale.claimSeconds * 1000) / speed, admissionMs: 900_000 },
      };
      const line = await openLine(redis, settings, sale.ratePerMinute * (playMinutes + 2));
      const played = await playLine(
        redis,
        line,
        {
          comes: () => Math.random() >= sale.missingShare,
          comeMs: () => (Math.random() * comeSecondsMax * 1000) / speed,
          shopMs: () => (shoppingSeconds(Math.random()) * 1000) / speed,
        },
        { forMs: (playMinutes * 60_000) / speed, lookEveryMs, signal: conditions.signal },
      );
      const curve = played.curve.map(({ atMs, served }) => ({ atMs: atMs * speed, served }));
      const { shown, knowing } = waitErrors(curve, sale.ratePerMinute, await loadPageRules());
      const perMinute = ((curve.at(-1)?.served ?? 0) / playMinutes).toFixed(0);
      return [
        {
          ...{ name: 'wait-error', unit: '%', value: median(shown) * 100 },
          what: `median error of ${shown.length} shown waits; ${perMinute} turns a minute at a rate of ${sale.ratePerMinute}`,
          floor: { what: 'knowing the average pace beforehand', value: median(knowing) * 100 },
          aim: { of: 'value', is: 'atMost', bound: aimError * 100 },
        },
      ];
    }),
  );
}

/** Most are quick, some take very long: exponential above a least time. @param random in [0, 1) */
function shoppingSeconds(random: number): number {
  const { secondsMin, meanSeconds } = shopping;
  return secondsMin - (meanSeconds - secondsMin) * Math.log(1 - random);
}
