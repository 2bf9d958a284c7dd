import type { ActName, EventType, HistoryEvent } from '../history.ts';
import type { MoneyFact, OrderFact, World } from '../world.ts';

let clock = 1_000;
export function event(
  type: EventType,
  act: ActName,
  id: string,
  account: string,
  facts: Partial<HistoryEvent> = {},
): HistoryEvent {
  clock += 10;
  return { atMs: clock, type, act, id, account, ...facts };
}

/** Ann bought ticket 7 for 50 and was told so; the database and Stripe agree. */
export const invoke = event('invoke', 'purchase', 'p1', 'ann', { key: 'k1', tickets: [7], amountMinor: 50 });
export const ok = event('ok', 'purchase', 'p1', 'ann', {
  key: 'k1',
  orderId: 'o1',
  tickets: [7],
  amountMinor: 50,
});
const order: OrderFact = {
  orderId: 'o1',
  account: 'ann',
  key: 'k1',
  state: 'PAID',
  amountMinor: 50,
  sinceMs: 2_000,
};
const money: MoneyFact = {
  intentId: 'pi1',
  orderId: 'o1',
  captured: 50,
  refunded: 0,
  disputed: 0,
  capturable: 0,
};
export const paid: World = {
  orders: [order],
  ledger: [
    { ticket: 7, version: 0, kind: 'MINT', account: null, orderId: null },
    { ticket: 7, version: 1, kind: 'SALE', account: 'ann', orderId: 'o1' },
  ],
  money: [money],
  faultsEndedMs: 5_000,
  perCustomerLimit: 4,
  leasesKeptUntilMs: Number.POSITIVE_INFINITY,
};
export const none: World = { ...paid, orders: [], ledger: paid.ledger.slice(0, 1), money: [] };
export const refused = event('fail', 'purchase', 'p1', 'ann', { key: 'k1', orderId: 'o1', why: 'EXPIRED' });
export const unknown = event('info', 'purchase', 'p1', 'ann', { key: 'k1' });
export const expired: World = {
  ...none,
  orders: [{ ...order, state: 'EXPIRED', sinceMs: 9_000 }],
  money: [{ intentId: 'pi1', orderId: 'o1', captured: 0, refunded: 0, disputed: 0, capturable: 0 }],
};

export const askRefund = event('invoke', 'refund', 'r1', 'ann', { orderId: 'o1', tickets: [7] });
export const refundOk = event('ok', 'refund', 'r1', 'ann', { orderId: 'o1', tickets: [7] });
export const refundUnknown = event('info', 'refund', 'r1', 'ann', { orderId: 'o1', tickets: [7] });
export const refundRefused = event('fail', 'refund', 'r1', 'ann', { orderId: 'o1', tickets: [7] });
export const refunded: World = {
  ...paid,
  orders: [{ ...order, state: 'REFUNDED' }],
  ledger: [...paid.ledger, { ticket: 7, version: 2, kind: 'REFUND', account: null, orderId: 'o1' }],
  money: [{ ...money, refunded: 50 }],
};
export const gift = { receiver: 'cy', tickets: [7] };
export const give = event('invoke', 'transfer', 't1', 'ann', gift);
export const giveOk = event('ok', 'transfer', 't1', 'ann', gift);
export const giveUnknown = event('info', 'transfer', 't1', 'ann', gift);
export const giveRefused = event('fail', 'transfer', 't1', 'ann', gift);
export const given: World = {
  ...paid,
  ledger: [...paid.ledger, { ticket: 7, version: 2, kind: 'TRANSFER', account: 'cy', orderId: 'o1' }],
};
