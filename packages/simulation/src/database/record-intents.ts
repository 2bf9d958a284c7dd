import type { ModelDatabase } from './model-database.ts';
import { Refusal } from './model-database.ts';
import { isOpen, NONE, type OperationRow, type OrderRow } from './rows.ts';

/** What Stripe shows of an intent, as far as it is recorded. */
export interface IntentFacts {
  readonly id: number;
  readonly amountMinor: number;
  /** Its metadata names the order. */
  readonly ours: boolean;
}

export type StoreOutcome = 'STORED' | 'ALREADY' | 'STORED_CANCELLING' | 'INTENT_DIFFERS';
export type AuthorizedOutcome = 'AUTHORIZED' | 'ALREADY' | 'LOST' | 'CANCELLING' | 'FINISHED' | 'NO_INTENT';
export type CapturedOutcome = 'PAID' | 'ALREADY' | 'NOT_FINALIZED' | 'REFUNDING';
export type CanceledOutcome = 'EXPIRED' | 'RELEASED' | 'VOIDED' | 'ALREADY';

/** store_intent: whatever the outcome, no AUTHORIZE of the order is open afterwards. */
export function storeIntent(
  db: ModelDatabase,
  operation: OperationRow,
  intent: number,
  status: string,
): StoreOutcome {
  const { order } = operation;
  const { payment } = order;
  const stored = payment.intent;
  if (stored === NONE) {
    if (db.intents.has(intent)) throw new Refusal('payments_payment_intent_id_key');
    payment.intent = intent;
    payment.status = status;
    payment.updatedAt = db.now;
    db.intents.set(intent, order);
    db.onDue.ask(db.now);
  }
  for (const other of order.operations) {
    if (other.kind !== 'AUTHORIZE' || !isOpen(other)) continue;
    other.state = other === operation && (stored === NONE || stored === intent) ? 'DONE' : 'FAILED';
  }
  if (stored !== NONE) return stored === intent ? 'ALREADY' : 'INTENT_DIFFERS';
  if (order.state === 'EXPIRING' || order.state === 'EXPIRED') {
    db.appendOperation(order, 'CANCEL', order.amountMinor);
    return 'STORED_CANCELLING';
  }
  return 'STORED';
}

/** record_authorized: Stripe says requires_capture. */
export function recordAuthorized(db: ModelDatabase, order: OrderRow, intent: IntentFacts): AuthorizedOutcome {
  const { payment } = order;
  if (payment.intent !== NONE && payment.status !== 'succeeded' && payment.status !== 'canceled') {
    payment.status = 'requires_capture';
    payment.updatedAt = db.now;
  }
  if (order.amountMinor > 0 && payment.intent === NONE) return 'NO_INTENT';
  switch (order.state) {
    case 'AUTHORIZED':
    case 'FINALIZED':
    case 'PAID':
    case 'REFUNDED':
    case 'LOST':
      return 'ALREADY';
    case 'EXPIRING': {
      const cancel = order.operations.find(({ kind, state }) => kind === 'CANCEL' && state === 'PENDING');
      if (cancel === undefined) return 'CANCELLING';
      cancel.state = 'FAILED';
      db.step(order, 'EXPIRING', 'AUTHORIZED');
      break;
    }
    case 'PENDING_PAYMENT':
      db.step(order, 'PENDING_PAYMENT', 'AUTHORIZED');
      break;
    default:
      if (!order.operations.some((operation) => operation.kind !== 'REFUND' && isOpen(operation)))
        db.appendOperation(order, 'CANCEL', order.amountMinor);
      return 'FINISHED';
  }
  if (intent.ours && intent.amountMinor === order.amountMinor) return 'AUTHORIZED';
  loseOrder(db, order);
  return 'LOST';
}

/** lose_order: AUTHORIZED → LOST; the authorization is given back. */
export function loseOrder(db: ModelDatabase, order: OrderRow): void {
  db.step(order, 'AUTHORIZED', 'LOST');
  db.releaseReservation(order);
  if (order.amountMinor > 0) db.appendOperation(order, 'CANCEL', order.amountMinor);
  else db.step(order, 'LOST', 'LOST_RELEASED');
}

/** The open CAPTURE and CANCEL end with the intent: the one that it proves is done, the other failed. */
function settle(order: OrderRow, done: 'CAPTURE' | 'CANCEL'): void {
  for (const operation of order.operations) {
    if ((operation.kind === 'CAPTURE' || operation.kind === 'CANCEL') && isOpen(operation))
      operation.state = operation.kind === done ? 'DONE' : 'FAILED';
  }
}

/** record_captured: Stripe says succeeded. */
export function recordCaptured(db: ModelDatabase, order: OrderRow, capturedMinor: number): CapturedOutcome {
  const { payment } = order;
  if (payment.intent !== NONE) {
    if (payment.refundedMinor > capturedMinor) throw new Refusal('payments_amounts');
    payment.status = 'succeeded';
    payment.capturedMinor = capturedMinor;
    payment.updatedAt = db.now;
  }
  settle(order, 'CAPTURE');
  switch (order.state) {
    case 'PAID':
    case 'REFUNDED':
      return 'ALREADY';
    case 'FINALIZED':
      db.step(order, 'FINALIZED', 'PAID');
      return 'PAID';
    case 'PENDING_PAYMENT':
    case 'AUTHORIZED':
      return 'NOT_FINALIZED';
    default:
      beginRefund(db, order, capturedMinor);
      return 'REFUNDING';
  }
}

/** One refund of all that was captured, and one open operation for it until Stripe has taken it. */
function beginRefund(db: ModelDatabase, order: OrderRow, capturedMinor: number): void {
  const { refund } = order;
  if (refund.state === 'NONE') {
    refund.state = 'PENDING';
    refund.amountMinor = capturedMinor;
  }
  const isUnderWay = order.operations.some((operation) => operation.kind === 'REFUND' && isOpen(operation));
  if (refund.state === 'PENDING' && !isUnderWay) db.appendOperation(order, 'REFUND', refund.amountMinor);
}

/** void_order: FINALIZED → VOIDED, because the authorization went away before the capture. */
export function voidOrder(db: ModelDatabase, order: OrderRow): void {
  db.step(order, 'FINALIZED', 'CAPTURE_FAILED');
  const quota = db.quotas[order.account];
  if (quota !== undefined) quota.sold -= order.tickets.length;
  for (const number of order.tickets) {
    const ticket = db.tickets[number];
    if (ticket?.kinds.at(-1) === 'SALE' && ticket.orders.at(-1) === order.id)
      db.appendEntry(ticket, ticket.kinds.length, 'VOID', order);
  }
  db.step(order, 'CAPTURE_FAILED', 'VOIDED');
  db.markSeats(order);
}

/** record_canceled: Stripe says canceled. */
export function recordCanceled(db: ModelDatabase, order: OrderRow): CanceledOutcome {
  // A free order has no intent that could be cancelled: its LOST_RELEASED is refused, and with it the whole statement.
  if (order.state === 'AUTHORIZED' && order.amountMinor === 0) throw new Refusal('FG001');
  if (order.payment.intent !== NONE) {
    order.payment.status = 'canceled';
    order.payment.updatedAt = db.now;
  }
  settle(order, 'CANCEL');
  switch (order.state) {
    case 'PENDING_PAYMENT':
      db.step(order, 'PENDING_PAYMENT', 'EXPIRING');
      db.releaseReservation(order);
      db.step(order, 'EXPIRING', 'EXPIRED');
      return 'EXPIRED';
    case 'EXPIRING':
      db.releaseReservation(order);
      db.step(order, 'EXPIRING', 'EXPIRED');
      return 'EXPIRED';
    case 'AUTHORIZED':
      loseOrder(db, order);
      for (const operation of order.operations)
        if (operation.kind === 'CANCEL' && operation.state === 'PENDING') operation.state = 'DONE';
      db.step(order, 'LOST', 'LOST_RELEASED');
      return 'RELEASED';
    case 'LOST':
      db.step(order, 'LOST', 'LOST_RELEASED');
      return 'RELEASED';
    case 'FINALIZED':
      voidOrder(db, order);
      return 'VOIDED';
    default:
      return 'ALREADY';
  }
}
