import type { LedgerRow } from '@fairgate/loopback-stripe/ledger/total-intents.ts';
import type { FanMemory } from '../crowd/fan.ts';

/** An order as the database has it at the end. */
export interface OrderRow {
  readonly orderId: string;
  readonly state: string;
  readonly amountMinor: number;
  /** The price of its tickets that are still sold by it, by the ledger. */
  readonly soldMinor: number;
}

/** One thing that does not add up. */
export interface MoneyMismatch {
  readonly orderId: string;
  readonly fault: string;
}

/**
 * Compares what the fans know, what the database says and what Stripe took, order by order: whoever has tickets paid
 * exactly their price, once; whoever has none paid nothing, and no money is set aside either.
 */
export function matchMoney(
  memories: readonly FanMemory[],
  orders: readonly OrderRow[],
  intents: readonly LedgerRow[],
): readonly MoneyMismatch[] {
  const known = new Map(memories.flatMap((memory) => memory.orders.map((order) => [order.orderId, order])));
  const ofOrder = Map.groupBy(intents, (intent) => intent.metadata.order_id ?? '');
  const stored = new Map(orders.map((order) => [order.orderId, order]));
  const faults: MoneyMismatch[] = [];
  const note = (orderId: string, fault: string): void => void faults.push({ orderId, fault });

  for (const order of orders) {
    const own = ofOrder.get(order.orderId) ?? [];
    const kept = sum(own, (intent) => intent.captured - intent.refunded - intent.disputed);
    const captures = sum(own, (intent) => intent.captures);
    const setAside = sum(own, (intent) => intent.capturable);
    if (kept !== order.soldMinor)
      note(order.orderId, `Stripe kept ${kept}, its tickets cost ${order.soldMinor}`);
    if (captures > 1) note(order.orderId, `it was captured ${captures} times`);
    if (setAside > 0) note(order.orderId, `${setAside} are still set aside at the bank`);
    const remembered = known.get(order.orderId);
    if (remembered === undefined) note(order.orderId, 'no fan remembers it');
    else if (remembered.amountMinor !== order.amountMinor)
      note(order.orderId, `the fan was told ${remembered.amountMinor}, the order says ${order.amountMinor}`);
    else if (remembered.state === 'PAID' && order.state !== 'PAID')
      note(order.orderId, `the fan was told PAID, it is ${order.state}`);
  }
  for (const orderId of known.keys()) {
    if (!stored.has(orderId)) note(orderId, 'a fan remembers it, the database does not');
  }
  for (const [orderId, own] of ofOrder) {
    if (!stored.has(orderId)) note(orderId, `Stripe has ${own.length} intents of an order that is not ours`);
  }
  return faults;
}

function sum(intents: readonly LedgerRow[], of: (intent: LedgerRow) => number): number {
  return intents.reduce((total, intent) => total + of(intent), 0);
}
