import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../loopback-stripe/src/faults/seeded-random.ts';
import { restoreEntries } from './restore-line.ts';
import { changeDrop, numbersFrom, type Sale, saleForEachTest } from './sale.fixture.ts';
import { advance, comeIn, type Fan, join, joinMany, openTurnTimes } from './waiting-room.fixture.ts';
import { endAdmission } from './waiting-room.ts';

const windowMs = 1_000;
const perMinute = 60;

/** Entries without the cost of joining. */
async function seatFans(sale: Sale, count: number): Promise<Fan[]> {
  const fans = numbersFrom(0, count).map((index) => ({ accountId: randomUUID(), lane: 0, index }));
  await restoreEntries(
    sale.redis,
    sale.place,
    fans.map((fan) => ({ ...fan, joinedMs: 0 })),
  );
  return fans;
}

/** The most and the fewest turns in any window of this length that begins between two instants. */
function countInWindows(
  times: readonly number[],
  lengthMs: number,
  fromMs: number,
  toMs: number,
): { most: number; fewest: number } {
  let [most, fewest] = [0, Number.POSITIVE_INFINITY];
  // The count only changes where a turn enters or leaves.
  const starts = times.flatMap((time) => [time, time + 0.001, time - lengthMs, time - lengthMs + 0.001]);
  for (const start of starts) {
    const count = times.filter((time) => time >= start && time < start + lengthMs).length;
    most = Math.max(most, count);
    if (start >= fromMs && start + lengthMs <= toMs) fewest = Math.min(fewest, count);
  }
  return { most, fewest };
}

function longestPause(times: readonly number[]): number {
  const ordered = times.toSorted((a, b) => a - b);
  return Math.max(...ordered.slice(1).map((time, at) => time - (ordered[at] ?? time)));
}

describe('the rate', () => {
  const current = saleForEachTest();

  it.each([
    { rate: 200, callers: 20, pauseMs: 5 },
    { rate: 37, callers: 3, pauseMs: 90 },
    { rate: 700, callers: 2, pauseMs: 250 },
  ])(
    'of $rate/s is kept in every window by $callers callers who pause $pauseMs ms',
    async ({ rate, callers, pauseMs }) => {
      const sale = current();
      const opensMs = Date.now() + 100;
      const claimMs = 60_000;
      const change = { opensMs, claimMs, cap: 100_000, ratePerMinute: rate * perMinute, next: 10_000 };
      await changeDrop(sale, change);
      const random = seededRandom(rate);
      const untilMs = opensMs + 3_200;
      const called: number[] = [];
      const clients = await Promise.all(Array.from({ length: callers }, sale.connect));
      await Promise.all(
        clients.map(async (client) => {
          while (Date.now() < untilMs) {
            called.push((await advance(sale, client)).nowMs);
            await sleep(random() * 2 * pauseMs);
          }
        }),
      );
      const { nowMs, served } = await advance(sale);
      const times = await openTurnTimes(sale, claimMs);
      expect(times).toHaveLength(served);
      const { most, fewest } = countInWindows(times, windowMs, opensMs, nowMs);
      // Times are rounded down to whole milliseconds, which may bring one turn more into a window.
      expect(most).toBeLessThanOrEqual(Math.ceil(rate * (windowMs / 1_000)) + 1);
      // A machine that stood still for more than a second gave nothing for the rest.
      const lostMs = Math.max(0, longestPause(called) - 1_000);
      expect(fewest).toBeGreaterThanOrEqual(0.99 * rate * ((windowMs - lostMs) / 1_000) - 1);
      expect(times[0]).toBeGreaterThanOrEqual(opensMs);
      expect(times.every((time) => time <= nowMs)).toBe(true);
    },
  );

  it('is not made up for after pauses of all callers', async () => {
    const sale = current();
    const [rate, claimMs] = [100, 60_000];
    const change = { claimMs, cap: 100_000, ratePerMinute: rate * perMinute, next: 10_000 };
    await changeDrop(sale, change);
    for (const pauseMs of [0, 1_500, 10, 1_200, 300]) {
      await sleep(pauseMs);
      await advance(sale);
    }
    const { most } = countInWindows(await openTurnTimes(sale, claimMs), windowMs, 0, 0);
    expect(most).toBeLessThanOrEqual(rate + 1);
  });
});

describe('the cap', () => {
  const current = saleForEachTest();

  it.each([1, 17])(
    'of %s is never exceeded by one, whoever advances, comes, goes, misses and returns',
    async (cap) => {
      const sale = current();
      const fans = await seatFans(sale, 3_000);
      const change = {
        cap,
        claimMs: 60,
        admissionMs: 90,
        ratePerMinute: 2_000 * perMinute,
        next: fans.length,
      };
      await changeDrop(sale, change);
      const seen = { granted: 0, returned: 0, full: 0, mostInside: 0 };
      const sample = async (): Promise<number> => {
        const { admitted, openTurns, served } = await advance(sale);
        seen.mostInside = Math.max(seen.mostInside, admitted + openTurns);
        expect(admitted + openTurns).toBeLessThanOrEqual(cap);
        return served;
      };
      const clients = await Promise.all(Array.from({ length: 20 }, sale.connect));
      const untilMs = Date.now() + 2_500;
      await Promise.all(
        clients.map(async (client, at) => {
          const random = seededRandom(900 + at);
          while (Date.now() < untilMs) {
            const served = await sample();
            // Some come in their turn, some long after it; a third of them leave soon.
            const late = random() < 0.4;
            const index = late ? Math.floor(random() * served) : served - 1 - Math.floor(random() * cap);
            const fan = fans[index];
            if (fan === undefined) continue;
            const outcome = await comeIn(sale, fan, client);
            if (outcome.kind === 'granted') seen.granted += 1;
            if (outcome.kind === 'granted' && late) seen.returned += 1;
            if (outcome.kind === 'full') seen.full += 1;
            await sample();
            if (outcome.kind === 'granted' && random() < 0.3)
              await endAdmission(client, sale.place, fan.accountId, outcome.admissionId);
            await sleep(random() * 4);
          }
        }),
      );
      expect(seen.mostInside).toBe(cap);
      expect(seen.granted).toBeGreaterThan(10);
      expect(seen.returned).toBeGreaterThan(0);
      expect(seen.full).toBeGreaterThan(0);
    },
  );

  it('leaves nobody out who came back and keeps asking', async () => {
    const sale = current();
    const fans = await seatFans(sale, 2_000);
    const change = {
      cap: 3,
      claimMs: 30,
      admissionMs: 40,
      ratePerMinute: 5_000 * perMinute,
      next: fans.length,
    };
    await changeDrop(sale, { ...change, served: 12 });
    const returners = fans.slice(0, 12);
    const inside = new Set<Fan>();
    const untilMs = Date.now() + 3_000;
    // Turns are there for the taking all the time, and everybody else claims theirs at once.
    while (inside.size < returners.length && Date.now() < untilMs) {
      const { served } = await advance(sale);
      for (const fan of fans.slice(Math.max(12, served - 3), served)) await comeIn(sale, fan);
      for (const fan of returners.filter((each) => !inside.has(each))) {
        if ((await comeIn(sale, fan)).kind === 'granted') inside.add(fan);
      }
    }
    expect(inside.size).toBe(returners.length);
  });
});

describe('a line that everybody leaves and joins again', () => {
  const current = saleForEachTest();

  it('gives every entry its turn once', async () => {
    const sale = current();
    const change = { cap: 50, ratePerMinute: 10_000 * perMinute };
    await changeDrop(sale, change);
    const fans = await joinMany(sale, 40);
    const indices = new Set<number>();
    for (let round = 0; round < 5; round += 1) {
      await sleep(10);
      await advance(sale);
      const again = await Promise.all(
        fans.map(async ({ accountId }) => {
          const fan = await join(sale, accountId);
          const outcome = await comeIn(sale, fan);
          if (outcome.kind !== 'granted') throw new Error(outcome.kind);
          await endAdmission(sale.redis, sale.place, accountId, outcome.admissionId);
          expect(await comeIn(sale, fan)).toEqual({ kind: 'turnUsed' });
          return join(sale, accountId);
        }),
      );
      for (const { index } of again) indices.add(index);
    }
    expect([...indices].toSorted((a, b) => a - b)).toEqual(numbersFrom(40, 200));
  });
});
