import { createOrder } from './create-order.ts';
import type { ModelDatabase } from './model-database.ts';
import { stretchForThreeDSecure } from './move-deadlines.ts';
import { failOperation, markSent, markUnknown, openNextAttempt, postpone } from './operation-rows.ts';
import { openOutage } from './outages.ts';
import {
  loseOrder,
  recordAuthorized,
  recordCanceled,
  recordCaptured,
  storeIntent,
} from './record-intents.ts';
import { recordRefund, refuseRefund } from './record-refund.ts';
import { isOpen, NONE, type OrderRow } from './rows.ts';

export type FinalizeOutcome = 'SOLD' | 'LOST' | 'ALREADY' | 'NOT_AUTHORIZED' | 'RETRY_SINGLY';
export type ExpireOutcome = 'EXPIRED' | 'EXPIRING' | 'NOT_DUE' | 'NOT_PENDING';

/**
 * The statements that move money or seats, by the names of their SQL. A new one is one more entry here and one more
 * command of the differential test (differential-commands.ts); a planted bug is another function in its place.
 */
export const purchaseFunctions = {
  createOrder,
  storeIntent,
  recordAuthorized,
  finalizeOrders,
  expireOrder,
  recordCaptured,
  recordCanceled,
  recordRefund,
  refuseRefund,
  stretchForThreeDSecure,
  markSent,
  markUnknown,
  postpone,
  failOperation,
  openNextAttempt,
};
export type PurchaseFunctions = typeof purchaseFunctions;

/** finalize_orders, the guard. Answers for each order in the order given. */
export function finalizeOrders(db: ModelDatabase, orders: readonly OrderRow[]): readonly FinalizeOutcome[] {
  const outcomes: FinalizeOutcome[] = [];
  const selling: OrderRow[] = [];
  for (const order of orders) {
    if (order.state !== 'AUTHORIZED') outcomes.push(ownsSales(order) ? 'ALREADY' : 'NOT_AUTHORIZED');
    else if (db.isEventCancelled) {
      loseOrder(db, order);
      outcomes.push('LOST');
    } else {
      selling.push(order);
      outcomes.push('SOLD');
    }
  }
  if (selling.every((order) => canSell(db, order))) {
    for (const order of selling) sell(db, order);
    return outcomes;
  }
  const refusal = selling.length > 1 ? 'RETRY_SINGLY' : 'LOST';
  if (refusal === 'LOST') for (const order of selling) loseOrder(db, order);
  return outcomes.map((outcome) => (outcome === 'SOLD' ? refusal : outcome));
}

function ownsSales({ state }: OrderRow): boolean {
  return (
    state === 'FINALIZED' ||
    state === 'PAID' ||
    state === 'REFUNDED' ||
    state === 'CAPTURE_FAILED' ||
    state === 'VOIDED'
  );
}

/** The ledger takes an order's sales if every ticket's newest entry is the one that the buyer saw. */
function canSell(db: ModelDatabase, order: OrderRow): boolean {
  for (let n = 0; n < order.tickets.length; n += 1) {
    const ticket = db.tickets[order.tickets[n] ?? NONE];
    if (ticket === undefined || ticket.kinds.length !== (order.fences[n] ?? 0) + 1) return false;
  }
  return true;
}

export function sell(db: ModelDatabase, order: OrderRow): void {
  const quota = db.quotas[order.account];
  if (quota !== undefined) {
    quota.reserved -= order.tickets.length;
    quota.sold += order.tickets.length;
  }
  for (let n = 0; n < order.tickets.length; n += 1) {
    const ticket = db.tickets[order.tickets[n] ?? NONE];
    if (ticket === undefined) continue;
    if (ticket.claim === order.id) ticket.claim = NONE;
    db.appendEntry(ticket, (order.fences[n] ?? 0) + 1, 'SALE', order);
  }
  db.step(order, 'AUTHORIZED', 'FINALIZED');
  if (order.amountMinor > 0) db.appendOperation(order, 'CAPTURE', order.amountMinor);
  else db.step(order, 'FINALIZED', 'PAID');
  db.markSeats(order);
}

/** expire_order. Claims stay until the intent is known to be cancelled. */
export function expireOrder(db: ModelDatabase, order: OrderRow, byCustomer: boolean): ExpireOutcome {
  if (order.state === 'PENDING_PAYMENT') {
    if (!byCustomer && (order.payDeadline > db.now || openOutage(db) !== undefined)) return 'NOT_DUE';
    db.step(order, 'PENDING_PAYMENT', 'EXPIRING');
  } else if (order.state !== 'EXPIRING') return 'NOT_PENDING';
  for (const operation of order.operations) {
    if (operation.kind === 'AUTHORIZE' && operation.state === 'PENDING') operation.state = 'FAILED';
  }
  if (order.operations.some(isOpen)) return 'EXPIRING';
  const { intent, status } = order.payment;
  if (intent !== NONE && status !== 'canceled') {
    if (status === 'succeeded') recordCaptured(db, order, order.payment.capturedMinor);
    else db.appendOperation(order, 'CANCEL', order.amountMinor);
    return 'EXPIRING';
  }
  db.releaseReservation(order);
  db.step(order, 'EXPIRING', 'EXPIRED');
  return 'EXPIRED';
}
