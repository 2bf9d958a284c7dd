import { expect, it } from 'vitest';
import { makeSchedule } from './make-schedule.ts';

const processes = ['gateway-1', 'gateway-2', 'queue-worker-1'];

it('the same seed is the same schedule, another seed another one', () => {
  expect(makeSchedule(7, 30_000, processes)).toEqual(makeSchedule(7, 30_000, processes));
  expect(makeSchedule(8, 30_000, processes)).not.toEqual(makeSchedule(7, 30_000, processes));
});

it('a hundred seeds bring every kind of fault, and each fault is over when the schedule is', () => {
  const steps = Array.from({ length: 100 }, (_, seed) => makeSchedule(seed, 30_000, processes)).flat();
  expect(new Set(steps.map(({ kind }) => kind))).toEqual(
    new Set([
      ...['kill', 'restart', 'pause', 'postgresCrash', 'redisRestart', 'redisFlush', 'redisLoseLast'],
      ...['redisPromote', 'stripeKill', 'link', 'stripe'],
    ]),
  );
  const modes = steps.flatMap((step) => (step.kind === 'link' ? [step.mode] : []));
  expect(new Set(modes).size).toBe(5);
  const stripe = steps.flatMap((step) => (step.kind === 'stripe' ? [step.fault.kind] : []));
  expect(new Set(stripe).size).toBe(10);
  for (const step of steps) expect(step.atMs + ('forMs' in step ? step.forMs : 0)).toBeLessThan(30_000);
});
