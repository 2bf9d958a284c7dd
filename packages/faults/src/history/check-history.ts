import { type Call, eventsOf, maybeDone, pairUp, ticketsIn } from './calls.ts';
import type { HistoryEvent } from './history.ts';
import { judgeKeys, judgeStrangers } from './judge-keys.ts';
import { judgePurchase } from './judge-purchase.ts';
import { holdSpans, judgeSpans, ownedSpans } from './judge-spans.ts';
import { judgeTickets } from './judge-tickets.ts';
import { takingsOf } from './takings.ts';
import type { HistoryFault, World } from './world.ts';

/**
 * Compares what clients were told with what the database and Stripe say in the end. Empty: nothing is wrong.
 * @param past what was told at the same event before, and has to be true still; of holds nothing is left
 */
export function checkHistory(
  history: readonly HistoryEvent[],
  world: World,
  past: readonly HistoryEvent[] = [],
): readonly HistoryFault[] {
  const calls = pairUp([...past, ...history]);
  const purchases = calls.filter(({ invoke }) => invoke.act === 'purchase');
  const takings = takingsOf(calls);
  return [
    ...purchases.flatMap((call) => judgePurchase(call, takings, world)),
    ...judgeTickets(calls, purchases, takings, world),
    ...judgeOrders(purchases, world),
    ...judgeKeys(purchases),
    ...judgeStrangers(purchases, world),
    ...judgeLimits(calls, world),
    ...judgeSpans('a ticket belongs to one account at a time', ownedSpans(calls)),
    ...judgeSpans(
      'a ticket is held by one account at a time',
      holdSpans(pairUp(history)).map((span) => ({
        ...span,
        toMs: Math.min(span.toMs, world.leasesKeptUntilMs),
      })),
    ),
  ];
}

/** What Stripe keeps for an order is what its tickets cost, whoever knows of it. */
function judgeOrders(purchases: readonly Call[], world: World): readonly HistoryFault[] {
  return world.orders.flatMap((order): HistoryFault[] => {
    const own = world.money.filter(({ orderId }) => orderId === order.orderId);
    const captured = own.reduce((sum, one) => sum + one.captured, 0);
    const kept = own.reduce((sum, one) => sum + one.captured - one.refunded - one.disputed, 0);
    const events = purchases.filter(({ invoke }) => invoke.key === order.key).flatMap(eventsOf);
    const sentBack = own.reduce((sum, one) => sum + (one.sentBack ?? 0), 0);
    const wrong = order.state === 'PAID' ? captured !== order.amountMinor : kept !== sentBack;
    if (!wrong) return [];
    const sentence = `order ${order.orderId} is ${order.state} for ${order.amountMinor}, Stripe captured ${captured} and keeps ${kept}`;
    return [{ rule: 'money and tickets go together', sentence, events }];
  });
}

function judgeLimits(calls: readonly Call[], world: World): readonly HistoryFault[] {
  const bought = calls.filter(({ invoke, end }) => invoke.act === 'purchase' && end?.type === 'ok');
  const refunds = maybeDone(calls, 'refund');
  const byAccount = Map.groupBy(bought, ({ invoke }) => invoke.account);
  return [...byAccount].flatMap(([account, own]): HistoryFault[] => {
    const returned = refunds.filter(({ invoke }) => invoke.account === account);
    const count = ticketsIn(own) - ticketsIn(returned);
    if (count <= world.perCustomerLimit) return [];
    const sentence = `${account} bought ${count} tickets, the limit is ${world.perCustomerLimit}`;
    return [{ rule: 'nobody buys more than the limit', sentence, events: own.flatMap(eventsOf) }];
  });
}
