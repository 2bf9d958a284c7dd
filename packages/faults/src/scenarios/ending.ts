import type { ActName, EventType, HistoryEvent } from '../history/history.ts';
import type { Violation } from '../judge/violation.ts';
import { asOwner } from '../stack/as-owner.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import { saw } from './seen.ts';

export type Count = number | { readonly atLeast: number };

/** What there is when a story was told as it is meant: without it, nothing went wrong because nothing was tried. */
export interface Ending {
  /** So many orders of its event in each of these states, and none in any other. */
  readonly orders: Readonly<Record<string, Count>>;
  /** What customers were told, and how often. */
  readonly told?: Readonly<Partial<Record<Told, Count>>>;
  /** How often its switches at Stripe have struck. */
  readonly strikes?: Count;
  /** So many payments were captured and went back whole; none where it is not said. */
  readonly moneyBack?: Count;
}

export type Told = `${ActName} ${Exclude<EventType, 'invoke'>}`;

/** How a story has ended. */
export interface End {
  readonly orders: ReadonlyMap<string, number>;
  readonly told: ReadonlyMap<string, number>;
  readonly strikes: number;
  readonly moneyBack: number;
}

/** @param toldByMs when the story was over: orders from after it are the judge's own, who looks whether the sale goes on */
export async function loadEnd(
  stack: FaultStack,
  eventId: string,
  history: readonly HistoryEvent[],
  strikes: number,
  toldByMs: number,
): Promise<End> {
  const { rows } = await asOwner(
    stack,
    'select id, state from orders where event_id = $1 and created_at <= to_timestamp($2::float8 / 1000)',
    [eventId, toldByMs],
  );
  const orders: readonly { id: string; state: string }[] = rows;
  const ids = new Set(orders.map(({ id }) => id));
  const { intents } = await stack.stripeControl.ledger();
  const back = intents.filter(
    ({ metadata, captured, refunded }) =>
      ids.has(metadata.order_id ?? '') && captured > 0 && refunded === captured,
  );
  return {
    orders: tally(orders.map(({ state }) => state)),
    told: tally(history.map(({ act, type }) => `${act} ${type}`)),
    ...{ strikes, moneyBack: back.length },
  };
}

function tally(words: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));
}

/** Where the end is another one than the story wants. */
export function missesOf(wanted: Ending, end: End): readonly Violation[] {
  const misses: string[] = [];
  const compare = (what: string, count: number, want: Count): void => {
    const fits = typeof want === 'number' ? count === want : count >= want.atLeast;
    const words = typeof want === 'number' ? want : `at least ${want.atLeast}`;
    if (!fits) misses.push(`${what}: ${count}, not ${words}`);
  };
  for (const state of new Set([...Object.keys(wanted.orders), ...end.orders.keys()]))
    compare(`orders ${state}`, end.orders.get(state) ?? 0, wanted.orders[state] ?? 0);
  for (const [what, want] of Object.entries(wanted.told ?? {})) compare(what, end.told.get(what) ?? 0, want);
  if (wanted.strikes !== undefined) compare('faults struck', end.strikes, wanted.strikes);
  compare('payments given back', end.moneyBack, wanted.moneyBack ?? 0);
  if (misses.length === 0) return [];
  return [saw('the story can be told', `it ended another way than it is meant: ${misses.join('; ')}`)];
}

/** Takes out what a story's own doing has to bring up, and says so where it did not come up. */
export function exceptExpected(
  expected: readonly string[],
  violations: readonly Violation[],
): readonly Violation[] {
  const missing = expected.filter((rule) => !violations.some((one) => one.rule === rule));
  return [
    ...violations.filter(({ rule }) => !expected.includes(rule)),
    ...missing.map((rule) => saw('the story can be told', `${rule} should have reported it, and did not`)),
  ];
}
