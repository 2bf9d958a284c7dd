import { runBug } from '@fairgate/faults/bugs/run-bug.ts';
import { runChaos } from '@fairgate/faults/chaos/run-chaos.ts';
import { runContention } from '@fairgate/faults/contention/run-contention.ts';
import { allRuns, nameOfRun } from '@fairgate/faults/points/point-table.ts';
import { runPoints } from '@fairgate/faults/points/run-points.ts';
import { silent } from '@fairgate/faults/progress.ts';
import { expect, it } from 'vitest';

// A small slice of `npm run faults`; the whole runs on demand (docs/faults.md).

const signal = new AbortController().signal;
/** Several stacks are started, on whatever machine this is. Milliseconds. */
const patienceMs = 400_000;
const slice = [
  'create-order.after:kill:1',
  'capture-intent.after:kill:1',
  'finalize-orders.before:postgres:1',
  'bind-hold.after:redis:1',
];

it('a purchase survives the death of its process, of Postgres, and a Redis that goes back', {
  timeout: patienceMs,
}, async () => {
  const runs = allRuns().filter((run) => slice.includes(nameOfRun(run)));
  expect(runs).toHaveLength(slice.length);
  expect(await runPoints(runs, 1, silent, signal)).toMatchObject({
    ...{ runs: slice.length, unreached: [], broken: [] },
  });
});

it('a crowd survives fifteen seconds of chaos', { timeout: patienceMs }, async () => {
  const result = await runChaos(2, 15_000, silent, signal);
  expect(result.violations).toEqual([]);
  expect(result.faults).toBeGreaterThan(3);
  expect(result.attempts).toBeGreaterThan(20);
  expect(result.paid).toBeGreaterThan(0);
});

it('a crowd that fights over few seats buys each of them once', { timeout: patienceMs }, async () => {
  const result = await runContention(1, 1_000, silent, signal);
  expect(result.violations).toEqual([]);
  expect(result.attempts).toBeGreaterThanOrEqual(1_000);
  // Both outcomes are there: some got what they asked for, and many met another.
  expect(result.held).toBeGreaterThan(100);
  expect(result.held).toBeLessThan(result.attempts * 0.8);
});

it('a planted bug is caught', { timeout: patienceMs }, async () => {
  const report = await runBug('lease-overwrites', 1, silent, signal);
  expect(report).toMatchObject({ caught: true, seed: 1 });
  expect(report.rules).toContain('a ticket is held by one account at a time');
});
