import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { runRounds } from './run-rounds.ts';

const log = pino({ level: 'silent' });

it('a round that fails is tried again, and others go on meanwhile', async () => {
  let tries = 0;
  let others = 0;
  const rounds = runRounds(
    [
      {
        name: 'failing',
        everyMs: 5,
        async work() {
          tries += 1;
          if (tries < 3) throw new Error('no');
        },
      },
      {
        name: 'other',
        everyMs: 5,
        async work() {
          others += 1;
        },
      },
    ],
    log,
  );
  await expect.poll(() => tries, { timeout: 2_000 }).toBeGreaterThan(3);
  expect(others).toBeGreaterThan(3);
  await rounds.stop();
});

it('a round that keeps failing waits longer each time, unless it says how long', async () => {
  const tries = { growing: 0, same: 0 };
  const failing = (name: keyof typeof tries) => ({
    ...{ name, everyMs: 5 },
    async work() {
      tries[name] += 1;
      throw new Error('no');
    },
  });
  const patient = { ...failing('same'), keepsPaceAfter: (error: unknown) => String(error) === 'Error: no' };
  const other = { ...failing('growing'), keepsPaceAfter: () => false };
  const rounds = runRounds([other, patient], log);
  await expect.poll(() => tries.same, { timeout: 10_000 }).toBeGreaterThan(100);
  expect(tries.growing).toBeLessThan(25);
  await rounds.stop();
});

it('a round that has more to do follows at once', async () => {
  let left = 50;
  const rounds = runRounds([{ name: 'long', everyMs: 10_000, work: async () => --left > 0 }], log);
  await expect.poll(() => left, { timeout: 2_000 }).toBe(0);
  await rounds.stop();
});

it('stopping waits for the round under way and starts no other', async () => {
  let started = 0;
  let ended = 0;
  const rounds = runRounds(
    [
      {
        name: 'slow',
        everyMs: 1,
        async work() {
          started += 1;
          await sleep(50);
          ended += 1;
        },
      },
    ],
    log,
  );
  await sleep(10);
  await rounds.stop();
  expect([started, ended]).toEqual([1, 1]);
});
