import { type Call, eventsOf } from './calls.ts';
import type { Takings } from './takings.ts';
import type { HistoryFault, OrderFact, World } from './world.ts';

/** An unknown purchase has ended by then. Milliseconds from the end of the faults. */
export const resolveMsMax = 60_000;
const ended = ['PAID', 'EXPIRED', 'LOST_RELEASED', 'VOIDED', 'REFUNDED'];

/** The order that a purchase came to, by its id or its key. */
export function orderOf({ invoke, end }: Call, world: World): OrderFact | undefined {
  const orderId = end?.orderId ?? invoke.orderId;
  return world.orders.find(
    (one) =>
      one.orderId === orderId ||
      (one.key !== null && one.key === invoke.key && one.account === invoke.account),
  );
}

/** What one client was told of its purchase, against what became of it. */
export function judgePurchase(call: Call, takings: Takings, world: World): readonly HistoryFault[] {
  const { invoke, end } = call;
  const orderId = end?.orderId ?? invoke.orderId;
  const order = orderOf(call, world);
  const money = world.money.filter((intent) => intent.orderId === (order?.orderId ?? orderId));
  const kept = money.reduce((sum, one) => sum + one.captured - one.refunded - one.disputed, 0);
  const setAside = money.reduce((sum, one) => sum + one.capturable, 0);
  const blame = (rule: string, sentence: string): HistoryFault => ({
    rule,
    sentence,
    events: eventsOf(call),
  });
  switch (end?.type) {
    case 'ok':
      return judgeAcknowledged(call, order, takings, world).map((sentence) =>
        blame('an acknowledged purchase exists', sentence),
      );
    case 'fail':
      if (kept !== 0 || setAside !== 0)
        return [
          blame('a refused purchase keeps no money', `Stripe keeps ${kept} and has ${setAside} set aside`),
        ];
      if (order !== undefined && ['PAID', 'FINALIZED'].includes(order.state))
        return [
          blame('a refused purchase keeps no money', `the client was told no, the order is ${order.state}`),
        ];
      return [];
    default:
      if (order === undefined) {
        return kept + setAside === 0
          ? []
          : [blame('an unknown purchase resolves', 'there is no order, and Stripe has its money')];
      }
      if (!ended.includes(order.state))
        return [blame('an unknown purchase resolves', `its order is still ${order.state}`)];
      if (order.sinceMs > world.faultsEndedMs + resolveMsMax)
        return [
          blame(
            'an unknown purchase resolves',
            `its order ended ${Math.round((order.sinceMs - world.faultsEndedMs) / 1000)} s after the faults`,
          ),
        ];
      return [];
  }
}

function judgeAcknowledged(
  call: Call,
  order: OrderFact | undefined,
  takings: Takings,
  world: World,
): readonly string[] {
  const { invoke, end } = call;
  if (order === undefined) return ['there is no such order'];
  if (!['PAID', 'REFUNDED'].includes(order.state))
    return [`the client was told PAID, the order is ${order.state}`];
  if (order.state === 'REFUNDED' && !takings.isWished(order.orderId))
    return ['the client was told PAID, the order is REFUNDED, and nobody asked for that'];
  const missing = (end?.tickets ?? []).filter(
    (ticket) =>
      !world.ledger.some(
        (entry) =>
          entry.ticket === ticket &&
          entry.kind === 'SALE' &&
          entry.orderId === order.orderId &&
          entry.account === invoke.account,
      ),
  );
  return missing.length === 0 ? [] : [`the ledger has no sale of tickets ${missing} to this order`];
}
