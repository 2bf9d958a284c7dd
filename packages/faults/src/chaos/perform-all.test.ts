import { expect, it } from 'vitest';
import type { FaultStack } from '../stack/fault-stack.ts';
import type { FaultStep } from './make-schedule.ts';
import { performAll, undoneSteps } from './perform-all.ts';

const stack = {} as FaultStack;
const signal = new AbortController().signal;
const schedule: readonly FaultStep[] = [
  { atMs: 0, kind: 'postgresCrash' },
  { atMs: 5, kind: 'kill', process: 'gateway-1' },
  { atMs: 10, kind: 'redisRestart' },
  { atMs: 20, kind: 'redisFlush' },
];

it('every step is counted as what became of it, and one that could not be done is a violation', async () => {
  const performed = await performAll(stack, schedule, signal, async (_stack, { kind }) => {
    if (kind === 'redisFlush') throw new Error('no answer');
    return kind === 'kill' ? 'it was down already' : null;
  });
  expect(performed.done).toBe(2);
  expect(performed.moot).toEqual([expect.stringContaining('it was down already')]);
  expect(performed.log).toHaveLength(schedule.length);
  const [violation] = undoneSteps(performed);
  expect(violation?.rule).toBe('every fault was done');
  expect(violation?.evidence).toEqual([expect.stringContaining('redisFlush')]);
});

it('leases are kept until the first step that loses them, even one that was not done', async () => {
  const began: number[] = [];
  const performed = await performAll(stack, schedule, signal, async () => {
    began.push(Date.now());
    throw new Error('no');
  });
  expect(performed.leasesKeptUntilMs).toBeGreaterThan(began[0] ?? 0);
  expect(performed.leasesKeptUntilMs).toBeLessThanOrEqual(began[2] ?? 0);
  const [first] = schedule;
  const harmless = await performAll(stack, first === undefined ? [] : [first], signal, async () => null);
  expect(harmless.leasesKeptUntilMs).toBe(Number.POSITIVE_INFINITY);
  expect(undoneSteps(harmless)).toEqual([]);
});
