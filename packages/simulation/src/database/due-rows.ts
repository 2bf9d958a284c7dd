import { triesBeforeParkingMax } from '@fairgate/shared/domain/limits.ts';
import type { OrderState } from '@fairgate/shared/states/order-states.ts';
import type { ModelDatabase } from './model-database.ts';
import { openOutage } from './outages.ts';
import { type InboxRow, NONE, type OrderRow, type SeatMark } from './rows.ts';

const finalizeDelaySecondsMax = 60;

/** What rounds look for: the statements of due-orders.ts and stripe-inbox.ts in packages/shared/src/database. */

export function loadStaleOrders(db: ModelDatabase, state: OrderState, olderThanSeconds: number): OrderRow[] {
  const updatedMax = db.now - olderThanSeconds * 1000;
  return db
    .unfinishedOrders()
    .filter(
      (order) =>
        order.state === state &&
        !order.isParked &&
        order.finalizeDueAt <= db.now &&
        order.updatedAt <= updatedMax,
    );
}

/** An order could not be finalized: it is tried again later and later, and parked when that failed too often. */
export function noteFinalizeFailed(db: ModelDatabase, order: OrderRow): void {
  if (order.state !== 'AUTHORIZED') return;
  const delaySeconds = Math.min(finalizeDelaySecondsMax, 2 ** Math.min(order.finalizeFailures, 10));
  order.finalizeFailures += 1;
  order.finalizeDueAt = db.now + 1000 * delaySeconds;
  order.isParked = order.finalizeFailures >= triesBeforeParkingMax;
  if (!order.isParked) db.onDue.authorized(order.finalizeDueAt);
}

/** None while Stripe is out. */
export function loadOverdueOrders(db: ModelDatabase): OrderRow[] {
  if (openOutage(db) !== undefined) return [];
  return db
    .unfinishedOrders()
    .filter((order) => order.state === 'PENDING_PAYMENT' && order.payDeadline <= db.now);
}

/** Each is handed out once in its time, whoever polls. */
export function takeOrdersToAsk(
  db: ModelDatabase,
  quietSeconds: number,
  unpaidQuietSeconds: number,
): OrderRow[] {
  const asked: OrderRow[] = [];
  for (const order of db.unfinishedOrders()) {
    const { payment } = order;
    if (!isAsked(order)) continue;
    const quiet =
      order.state === 'PENDING_PAYMENT' ? Math.max(quietSeconds, unpaidQuietSeconds) : quietSeconds;
    if (payment.updatedAt > db.now - quiet * 1000) continue;
    payment.updatedAt = db.now;
    asked.push(order);
  }
  return asked;
}

/** Whether the poller asks about an order, now or later. */
export function isAsked({ payment, state }: OrderRow): boolean {
  if (payment.intent === NONE || payment.status === 'succeeded' || payment.status === 'canceled')
    return false;
  return (
    state === 'PENDING_PAYMENT' ||
    state === 'AUTHORIZED' ||
    state === 'FINALIZED' ||
    state === 'EXPIRING' ||
    state === 'LOST'
  );
}

/** Each is handed out once in `retrySeconds`, until it is done. */
export function takeSeatMarks(db: ModelDatabase, retrySeconds: number): readonly SeatMark[] {
  db.seatMarks = db.seatMarks.filter(({ isDone }) => !isDone);
  const taken = db.seatMarks.filter(({ dueAt }) => dueAt <= db.now);
  for (const mark of taken) mark.dueAt = db.now + retrySeconds * 1000;
  return taken;
}

/** Keeps a webhook. false: it was kept before. */
export function keepStripeEvent(
  db: ModelDatabase,
  id: number,
  type: string,
  intent: number,
): InboxRow | null {
  if (db.inbox.some((row) => row.id === id)) return null;
  const row: InboxRow = {
    id,
    type,
    intent,
    processed: false,
    isParked: false,
    attempts: db.earlierFailures,
    dueAt: db.now,
  };
  db.inbox.push(row);
  db.openInbox.push(row);
  db.onDue.inbox(db.now);
  return row;
}

/** `only`: narrows it to one event. One that was taken too often is parked instead. */
export function takeInboxEvents(db: ModelDatabase, retrySeconds: number, only: InboxRow | null): InboxRow[] {
  const taken: InboxRow[] = [];
  const open = db.openInbox;
  let kept = 0;
  for (const row of open) {
    if (row.processed) continue;
    open[kept] = row;
    kept += 1;
    if (row.isParked || row.dueAt > db.now || (only !== null && row !== only)) continue;
    row.dueAt = db.now + retrySeconds * 1000 * (1 + row.attempts);
    row.isParked = row.attempts >= triesBeforeParkingMax;
    row.attempts += 1;
    if (row.isParked) continue;
    db.onDue.inbox(row.dueAt);
    taken.push(row);
  }
  if (kept < open.length) open.length = kept;
  return taken;
}

/** Nothing was sent to Stripe: the try does not count, and the event is due in a second. */
export function markInboxUntried(db: ModelDatabase, row: InboxRow): void {
  row.attempts = Math.max(0, row.attempts - 1);
  row.dueAt = db.now + 1000;
  db.onDue.inbox(row.dueAt);
}
