import type { ModelDatabase } from './model-database.ts';
import { isFree, NONE, type OrderRow } from './rows.ts';

export interface OrderRequest {
  readonly account: number;
  readonly admission: number;
  readonly hold: number;
  /** Unique per account and purchase. */
  readonly key: number;
  readonly requestHash: number;
  readonly tickets: readonly number[];
  /** NONE skips the comparison. */
  readonly expectedMinor: number;
}

export type CreateOutcome =
  | 'CREATED'
  | 'REPLAYED'
  | 'KEY_REUSED'
  | 'NO_ADMISSION'
  | 'ADMISSION_BUSY'
  | 'ADMISSION_SPENT'
  | 'EVENT_CANCELLED'
  | 'TICKETS_TAKEN'
  | 'PRICE_CHANGED'
  | 'LIMIT_REACHED';

export interface CreateAnswer {
  readonly outcome: CreateOutcome;
  /** NONE for refusals. */
  readonly order: number;
}

const ordersPerAdmissionMax = 3;

/** create_order: durable point 1. A refusal leaves nothing behind. */
export function createOrder(db: ModelDatabase, request: OrderRequest): CreateAnswer {
  const known = db.keys.get(request.key);
  if (known !== undefined) {
    const outcome = known.hash === request.requestHash ? 'REPLAYED' : 'KEY_REUSED';
    return { outcome, order: known.order };
  }
  const refusal = refusalOf(db, request);
  if (refusal !== null) return { outcome: refusal, order: NONE };
  const order = insertOrder(db, request);
  db.keys.set(request.key, { hash: request.requestHash, order: order.id });
  return { outcome: 'CREATED', order: order.id };
}

/** In the order in which the function looks. */
function refusalOf(db: ModelDatabase, request: OrderRequest): CreateOutcome | null {
  const admission = db.admissions[request.admission];
  if (admission === undefined || !admission.isActive || admission.account !== request.account)
    return 'NO_ADMISSION';
  if (admission.expiresAt <= db.now) return 'NO_ADMISSION';
  for (const { state } of admission.orders) {
    if (state === 'PENDING_PAYMENT' || state === 'AUTHORIZED' || state === 'EXPIRING')
      return 'ADMISSION_BUSY';
  }
  if (admission.orders.length >= ordersPerAdmissionMax) return 'ADMISSION_SPENT';
  if (db.isEventCancelled) return 'EVENT_CANCELLED';
  let amountMinor = 0;
  let isClaimed = false;
  for (const number of request.tickets) {
    const ticket = db.tickets[number];
    if (ticket === undefined || !isFree(ticket.kinds.at(-1))) return 'TICKETS_TAKEN';
    amountMinor += ticket.priceMinor;
    if (ticket.claim !== NONE) isClaimed = true;
  }
  if (request.expectedMinor !== NONE && request.expectedMinor !== amountMinor) return 'PRICE_CHANGED';
  const quota = db.quotas[request.account];
  const had = quota === undefined ? 0 : quota.reserved + quota.sold;
  if (had + request.tickets.length > db.perCustomerLimit) return 'LIMIT_REACHED';
  return isClaimed ? 'TICKETS_TAKEN' : null;
}

function insertOrder(db: ModelDatabase, request: OrderRequest): OrderRow {
  const id = db.orders.length;
  const tickets = [...request.tickets];
  const fences: number[] = [];
  let amountMinor = 0;
  for (const number of tickets) {
    const ticket = db.tickets[number];
    if (ticket === undefined) continue;
    amountMinor += ticket.priceMinor;
    fences.push(ticket.kinds.length - 1);
    ticket.claim = id;
  }
  const state = amountMinor === 0 ? 'AUTHORIZED' : 'PENDING_PAYMENT';
  const order: OrderRow = {
    id,
    account: request.account,
    admission: request.admission,
    hold: request.hold,
    key: request.key,
    state,
    amountMinor,
    tickets,
    fences,
    payDeadline: db.now + db.paymentMs,
    createdAt: db.now,
    updatedAt: db.now,
    wasAskedForThreeDSecure: false,
    finalizeFailures: db.earlierFailures,
    finalizeDueAt: 0,
    isParked: false,
    path: [state],
    operations: [],
    refund: { state: 'NONE', amountMinor: 0, stripeRefund: NONE, failedRefunds: [] },
    payment: { intent: NONE, status: '', capturedMinor: 0, refundedMinor: 0, updatedAt: 0 },
  };
  db.orders.push(order);
  db.unfinished.push(order);
  db.admissions[request.admission]?.orders.push(order);
  reserve(db, request.account, tickets.length);
  if (amountMinor > 0) {
    db.appendOperation(order, 'AUTHORIZE', amountMinor);
    db.onDue.deadline(order.payDeadline);
  } else db.onDue.authorized(db.now);
  return order;
}

function reserve(db: ModelDatabase, account: number, count: number): void {
  const quota = db.quotas[account];
  if (quota === undefined) {
    db.quotas[account] = { reserved: count, sold: 0, cap: db.perCustomerLimit };
    return;
  }
  quota.reserved += count;
  if (quota.cap < db.perCustomerLimit) quota.cap = db.perCustomerLimit;
}
