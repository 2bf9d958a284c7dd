import { setTimeout as sleep } from 'node:timers/promises';
import {
  claimDay,
  finishDay,
  loadIntentsMoved,
  loadMoneyOfIntents,
  type Reconciliation,
  renewDay,
  takeDay,
} from '@fairgate/shared/database/reconciliations.ts';
import {
  type BookDifference,
  compareBooks,
  type IntentMoney,
  totalBooks,
} from '@fairgate/shared/domain/compare-books.ts';
import { followRefunds } from '@fairgate/shared/payments/follow-refunds.ts';
import { readIntentMoney, readStripeBooks } from '@fairgate/shared/payments/read-stripe-books.ts';
import type { WorkerStores } from '../worker-stores.ts';

export const reconcileEveryMs = 60_000;
/** Days that are made up for, should no worker have run. */
const daysBack = 7;
/** A day whose worker was not heard of for this long is taken over. Seconds. */
const staleSeconds = 600;
const renewEveryMs = 60_000;
/** So many intents are asked about at a time; the budget of requests holds for them as for all. */
const lanes = 8;
/** A day is thousands of calls: one that Stripe does not answer is made again after each of these. Milliseconds. */
const pausesMs = [1_000, 5_000, 20_000];
/** What differs is looked at again after this: money may be moving this very moment. Milliseconds. */
const secondLookMs = 5_000;
/** So many differences are written down by name; all are counted. */
const differencesMax = 200;

export type ReconcileStores = Pick<WorkerStores, 'database' | 'stripe' | 'log' | 'self'>;

/** Compares a day's books of Stripe with ours, in one worker at a time. */
export async function reconcileDays(stores: WorkerStores): Promise<boolean> {
  if (stores.outage.isOpen()) return false;
  const day = await claimDay(stores.database, stores.self, daysBack, staleSeconds);
  if (day === null) return false;
  await reconcileDay(stores, day, secondLookMs);
  return true;
}

/** The same for one day by hand, whether it was done before or not. */
export async function reconcileDayAgain(
  stores: ReconcileStores,
  day: string,
  lookAgainMs = secondLookMs,
): Promise<Reconciliation> {
  await takeDay(stores.database, stores.self, day);
  return reconcileDay(stores, day, lookAgainMs);
}

async function reconcileDay(
  stores: ReconcileStores,
  day: string,
  lookAgainMs: number,
): Promise<Reconciliation> {
  const { database, self, log } = stores;
  const renewing = setInterval(() => {
    renewDay(database, self, day).catch((error: unknown) => log.warn({ err: error, day }, 'the day slips'));
  }, renewEveryMs);
  try {
    return await compareDay(stores, day, lookAgainMs);
  } finally {
    clearInterval(renewing);
  }
}

async function compareDay(
  stores: ReconcileStores,
  day: string,
  lookAgainMs: number,
): Promise<Reconciliation> {
  const { database, stripe, log } = stores;
  const books = await askAgain(() => readStripeBooks(stripe, day));
  const money = new Map(books.money);
  const moved = await loadIntentsMoved(database, day);
  const unasked = [...new Set([...books.unasked, ...moved])].filter((intentId) => !money.has(intentId));
  await askAll(stores, money, unasked);
  const intentIds = [...new Set([...money.keys(), ...moved])];
  let ours = await loadMoneyOfIntents(database, intentIds);
  let differences = compareBooks([...money.values()], ours);
  if (differences.length > 0) {
    await sleep(lookAgainMs);
    const differing = [...new Set(differences.map((difference) => difference.intentId))];
    for (const intentId of differing.slice(0, differencesMax)) await followLateRefunds(stores, intentId);
    await askAll(stores, money, differing);
    ours = await loadMoneyOfIntents(database, intentIds);
    differences = compareBooks([...money.values()], ours);
  }
  const result = {
    day,
    transactions: books.movements.length,
    orders: ours.length,
    differing: new Set(differences.map((difference) => difference.intentId)).size,
    differenceMinor: sumOf(differences),
    totals: totalBooks(books.movements, [...money.values()], ours),
    differences: differences.slice(0, differencesMax),
  };
  if (!(await finishDay(database, stores.self, result)))
    log.warn({ day }, 'another worker has taken the day over: what this one found is not kept');
  if (differences.length === 0) log.info(result, 'the books of the day are equal');
  else log.error(result, "the books of the day differ from Stripe's");
  return { ...result, finishedAt: new Date() };
}

/** A refund may fail weeks after it succeeded, and the webhook that says so be lost: nothing else asks again. */
async function followLateRefunds(stores: ReconcileStores, intentId: string): Promise<void> {
  try {
    const strange = await askAgain(() => followRefunds(stores, intentId));
    for (const refund of strange) stores.log.error(refund, 'a refund at Stripe is not one of ours');
  } catch (error) {
    stores.log.warn({ err: error, intentId }, 'the refunds of an intent could not be asked about');
  }
}

/** In lanes: a day on which an event was called off has ten thousands of them. */
async function askAll(
  stores: ReconcileStores,
  money: Map<string, IntentMoney>,
  intentIds: readonly string[],
): Promise<void> {
  const waiting = [...intentIds];
  const lane = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await ask(stores, money, next);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function ask(
  { stripe }: ReconcileStores,
  money: Map<string, IntentMoney>,
  intentId: string,
): Promise<void> {
  const found = await askAgain(() => readIntentMoney(stripe, intentId));
  if (found === null) money.delete(intentId);
  else money.set(intentId, found);
}

async function askAgain<T>(read: () => Promise<T>): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await read();
    } catch (error) {
      if (isRefusal(error)) throw error;
      await sleep(pauseMs);
    }
  }
  return read();
}

/** Stripe understood and said no, which it will say again. */
function isRefusal(error: unknown): boolean {
  const { statusCode } = error as { readonly statusCode?: number };
  return statusCode !== undefined && statusCode < 500 && statusCode !== 429;
}

function sumOf(differences: readonly BookDifference[]): number {
  return differences.reduce((sum, { stripeMinor, oursMinor }) => sum + Math.abs(stripeMinor - oursMinor), 0);
}
