import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import type { Conditions, Reading } from '../figure.ts';
import { paceAt, secondsUntilWithin } from '../outcome/within-target.ts';
import { openLine, withConnections } from '../stage/bare-line.ts';
import { onOwnStack } from '../stage/own-stack.ts';
import { playLine } from '../stage/play-line.ts';

const sizes = { full: { playSeconds: 60 }, small: { playSeconds: 12 } } as const;
const ratePerMinute = 3_000;
const perSecond = ratePerMinute / 60;
const missingShare = 0.3;
const target = { perSecond, shareOff: 0.05, windowSeconds: 10 } as const;
const aimSeconds = 30;
const claimMs = 30_000;
const comeMsMax = 2_000;
const lookEveryMs = 50;

/**
 * How soon as many people come in a second as the organiser's rate says, within 5 % over ten seconds, when 30 % of those
 * whose turn comes never show, in real time by the real scripts, with a cap that binds nothing. `–`: not within the time that
 * it was watched. Floor: a line beside it in which everybody comes.
 */
export function measureNoShow(conditions: Conditions): Promise<readonly Reading[]> {
  return onOwnStack(conditions, {}, (stack) =>
    withConnections(stack, 2, async ([redis, other]) => {
      if (redis === undefined || other === undefined) throw new Error('no connection was made');
      const { playSeconds } = sizes[conditions.scale];
      conditions.say(`no-show: a line is played for ${playSeconds} s`);
      const [missing, everybody] = await Promise.all([
        cameIn(redis, missingShare, conditions),
        cameIn(other, 0, conditions),
      ]);
      const lastPace = paceAt(missing, playSeconds * 1000, target.windowSeconds);
      return [
        {
          ...{ name: 'no-show', unit: 's', value: secondsUntilWithin(missing, target, playSeconds) },
          what: `until the people who come in are within 5 % of the rate, 30 % missing; watched for ${playSeconds} s`,
          floor: {
            what: 'the same line, with everybody coming',
            value: secondsUntilWithin(everybody, target, playSeconds),
          },
          aim: { of: 'value', is: 'atMost', bound: aimSeconds },
        },
        {
          ...{ name: 'no-show.share', what: 'of the rate come in at the end', unit: '%' },
          ...{ value: (lastPace / perSecond) * 100, floor: null, aim: null },
        },
      ];
    }),
  );
}

async function cameIn(
  redis: RedisConnection,
  share: number,
  { scale, signal }: Conditions,
): Promise<readonly number[]> {
  const { playSeconds } = sizes[scale];
  const people = Math.ceil(perSecond * playSeconds * 2.5);
  const settings = { cap: 100_000, ratePerMinute, claimMs, admissionMs: 900_000 };
  const line = await openLine(redis, settings, people);
  const { cameInMs } = await playLine(
    redis,
    line,
    {
      comes: () => Math.random() >= share,
      comeMs: () => Math.random() * comeMsMax,
      // Nobody leaves while it is watched: nothing binds but the rate.
      shopMs: () => playSeconds * 2_000,
    },
    { forMs: playSeconds * 1000, lookEveryMs, signal },
  );
  return cameInMs;
}
