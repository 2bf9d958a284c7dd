import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { findFaults, findStrangers } from './inspect-sale.fixture.ts';
import { accountHoldsKey } from './keys.ts';
import { findDoubleHolds, type Journal } from './possessions.fixture.ts';
import {
  type RandomShopper,
  randomShopper,
  restoreHold,
  shoppersHoldMs,
  takeStep,
} from './random-shoppers.fixture.ts';
import { admit, epoch, type Sale, saleForEachTest } from './sale.fixture.ts';

const limit = 6;
const accountsPerSale = 7;
const longestLeaseMs = 250;

/** How many tickets the account's leases are; more than its limit is a fault. */
async function findLimitFaults(sale: Sale, accounts: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  for (const account of accounts) {
    const held = await sale.redis.hgetall(accountHoldsKey(epoch, sale.place.eventId, account));
    const numbers = Object.keys(held);
    const holders =
      numbers.length === 0
        ? []
        : await sale.redis.mget(numbers.map((number) => `${sale.keys.lease}${number}`));
    const live = numbers.filter((number, at) => holders[at] === held[number]);
    if (live.length > limit) faults.push(`account ${account} holds ${live.join()}`);
  }
  return faults;
}

function total(journals: readonly Journal[], outcome: RegExp): number {
  return journals
    .flatMap(({ counts }) => [...counts])
    .reduce((sum, [name, count]) => (outcome.test(name) ? sum + count : sum), 0);
}

describe('whatever is done to an event, in any order', () => {
  const current = saleForEachTest({ limit, holdMs: shoppersHoldMs });

  it.each([11, 22, 33])(
    'one after another, bits, leases, runs, pools and limits agree: seed %s',
    async (seed) => {
      const sale = current();
      const accounts = Array.from({ length: accountsPerSale }, () => randomUUID());
      await admit(sale, accounts);
      const shopper = randomShopper(sale, sale.redis, seed, accounts);
      for (let step = 1; step <= 1_500; step += 1) {
        await takeStep(shopper);
        if (step % 50 === 0) {
          expect(await findFaults(sale)).toEqual([]);
          expect(await findStrangers(sale)).toEqual([]);
        }
      }
      expect(shopper.journal.faults).toEqual([]);
      expect(findDoubleHolds([shopper.journal])).toEqual([]);
      for (const outcome of [
        /^chosen held/,
        /^chosen taken/,
        /^best held/,
        /^pool held/,
        / limit$/,
        /^extend extended/,
        /^bind bound/,
        /^release released/,
      ]) {
        expect(total([shopper.journal], outcome), String(outcome)).toBeGreaterThan(0);
      }
    },
  );

  it('by eight connections at once, no ticket has two holds and all agrees at the end', async () => {
    const sale = current();
    const accounts = Array.from({ length: accountsPerSale }, () => randomUUID());
    await admit(sale, accounts);
    const shoppers: RandomShopper[] = [];
    for (let at = 0; at < 8; at += 1)
      shoppers.push(randomShopper(sale, await sale.connect(), 1_000 + at, accounts));
    for (let round = 0; round < 6; round += 1) {
      await Promise.all(
        shoppers.map(async (shopper) => {
          for (let step = 0; step < 100; step += 1) await takeStep(shopper);
        }),
      );
      expect(await findFaults(sale)).toEqual([]);
    }
    const journals = shoppers.map(({ journal }) => journal);
    expect(journals.flatMap(({ faults }) => faults)).toEqual([]);
    expect(findDoubleHolds(journals)).toEqual([]);
    expect(total(journals, / held$/)).toBeGreaterThan(100);
    await sleep(longestLeaseMs);
    expect(await findFaults(sale)).toEqual([]);
    expect(await sale.redis.zcard(sale.keys.leases)).toBe(0);
  });

  it('accounts stay within their limit while many of their devices hold at once', async () => {
    const sale = current();
    const accounts = [randomUUID(), randomUUID()];
    await admit(sale, accounts);
    const shoppers = Array.from({ length: 10 }, (_, at) =>
      randomShopper(sale, sale.redis, 50 + at, accounts),
    );
    for (let round = 0; round < 40; round += 1) {
      await Promise.all(shoppers.map((shopper) => takeStep(shopper, [restoreHold])));
      expect(await findLimitFaults(sale, accounts)).toEqual([]);
    }
    expect(
      total(
        shoppers.map(({ journal }) => journal),
        / limit$/,
      ),
    ).toBeGreaterThan(10);
  });
});
