import { type Call, eventsOf } from './calls.ts';
import type { HistoryFault, OrderFact, World } from './world.ts';

/** One Idempotency-Key is one order, whatever the client was told of it, and however often. */
export function judgeKeys(purchases: readonly Call[]): readonly HistoryFault[] {
  const byKey = Map.groupBy(purchases, ({ invoke }) => `${invoke.account} ${invoke.key}`);
  return [...byKey.values()].flatMap((calls): HistoryFault[] => {
    const named = calls.flatMap(({ end }) => [end?.orderId, ...(end?.orderIds ?? [])]);
    const orders = new Set(named.filter((id) => id !== undefined));
    if (orders.size <= 1) return [];
    const sentence = `one key was given ${orders.size} orders: ${[...orders].join(', ')}`;
    return [{ rule: 'a key is one order', sentence, events: calls.flatMap(eventsOf) }];
  });
}

/**
 * Every order has a key, which its account sent. Orders of accounts that never sent any are somebody else's: a story
 * writes some straight to the database.
 */
export function judgeStrangers(purchases: readonly Call[], world: World): readonly HistoryFault[] {
  const senders = new Map(purchases.map(({ invoke }) => [invoke.key ?? '', invoke.account]));
  const customers = new Set(senders.values());
  return world.orders.flatMap((order): HistoryFault[] => {
    const what = strangenessOf(order, senders, customers);
    if (what === null) return [];
    const events = purchases.filter(({ invoke }) => invoke.account === order.account).flatMap(eventsOf);
    const sentence = `order ${order.orderId} of ${order.account}, ${order.state}, ${what}`;
    return [{ rule: 'every order was asked for', sentence, events }];
  });
}

function strangenessOf(
  { key, account }: OrderFact,
  senders: ReadonlyMap<string, string>,
  customers: ReadonlySet<string>,
): string | null {
  if (key === null) return 'has no key';
  const sender = senders.get(key);
  if (sender === undefined) return customers.has(account) ? 'has a key that nobody sent' : null;
  return sender === account ? null : `has a key that ${sender} sent`;
}
