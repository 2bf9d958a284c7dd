import { expect, test } from 'vitest';
import { afterCrash, RESTART_POLICY } from './restart-policy.ts';

const policy = { firstDelayMs: 100, longestDelayMs: 350, stableAfterMs: 1_000, crashesMax: 5 };

test.each([
  ['the first crash', 0, 10, { kind: 'startAgain', crashes: 1, delayMs: 100 }],
  ['the second in a row waits twice as long', 1, 10, { kind: 'startAgain', crashes: 2, delayMs: 200 }],
  ['no pause is longer than the longest', 2, 10, { kind: 'startAgain', crashes: 3, delayMs: 350 }],
  ['the last allowed one', 4, 999, { kind: 'giveUp', crashes: 5 }],
  [
    'one after a stable run counts from the start',
    4,
    1_000,
    { kind: 'startAgain', crashes: 1, delayMs: 100 },
  ],
] as const)('%s', (_name, before, ranMs, then) => {
  expect(afterCrash(policy, before, ranMs)).toEqual(then);
});

test('a process that always crashes at once is given up within half a minute', () => {
  let [crashes, waitedMs] = [0, 0];
  for (;;) {
    const then = afterCrash(RESTART_POLICY, crashes, 0);
    if (then.kind === 'giveUp') break;
    crashes = then.crashes;
    waitedMs += then.delayMs;
  }
  expect(waitedMs).toBeLessThan(30_000);
});
