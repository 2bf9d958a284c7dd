import { reach } from '../process/crash-points.ts';
import type { Database } from './client.ts';
import { askAgain } from './postgres-failure.ts';

/**
 * The purchase's single statements (prisma/migrations/…_purchase_functions). Each answers with a named outcome; an error
 * means that the outcome is unknown, and asking again is always safe: each does so itself some times (`askAgain`).
 */

export interface OrderDraft {
  readonly eventId: string;
  readonly dropId: string;
  readonly orderId: string;
  readonly accountId: string;
  readonly admissionId: string;
  readonly holdId: string;
  readonly clientKey: string;
  /** SHA-256 over the request's canonical content. */
  readonly requestHash: Uint8Array<ArrayBuffer>;
  readonly tickets: readonly number[];
  readonly operationId: string;
  /** What the buyer was shown, in minor units; null skips the comparison. */
  readonly expectedAmountMinor: number | null;
}

export type CreateOrderOutcome =
  | { readonly kind: 'CREATED'; readonly orderId: string }
  | { readonly kind: 'REPLAYED'; readonly orderId: string; readonly eventId: string }
  | { readonly kind: 'KEY_REUSED' }
  | { readonly kind: 'ADMISSION_BUSY'; readonly orderId: string }
  | { readonly kind: 'ADMISSION_SPENT'; readonly ordersMax: number }
  | { readonly kind: 'DROP_NOT_OPEN'; readonly opensAt: string }
  | { readonly kind: 'NO_ADMISSION' | 'DROP_CLOSED' | 'DROP_PAUSED' | 'EVENT_CANCELLED' }
  | { readonly kind: 'TICKETS_TAKEN'; readonly tickets: readonly number[] }
  | { readonly kind: 'PRICE_CHANGED'; readonly amountMinor: number }
  | { readonly kind: 'LIMIT_REACHED'; readonly limit: number };

export async function createOrder(database: Database, draft: OrderDraft): Promise<CreateOrderOutcome> {
  reach('create-order.before');
  const [row] = await askAgain(
    () => database.$queryRaw<{ outcome: string; orderId: string | null; detail: object }[]>`
    select outcome, order_id as "orderId", detail from create_order(
      ${draft.eventId}::uuid, ${draft.dropId}::uuid, ${draft.orderId}::uuid, ${draft.accountId}::uuid,
      ${draft.admissionId}::uuid, ${draft.holdId}::uuid, ${draft.clientKey}, ${draft.requestHash},
      ${[...draft.tickets]}::int[], ${draft.operationId}::uuid, ${draft.expectedAmountMinor}::int)`,
  );
  reach('create-order.after');
  if (row === undefined) throw new Error('create_order answered nothing');
  const order = row.orderId === null ? {} : { orderId: row.orderId };
  return { kind: row.outcome, ...order, ...row.detail } as CreateOrderOutcome;
}

export type FinalizeOutcome = 'SOLD' | 'LOST' | 'ALREADY' | 'NOT_AUTHORIZED' | 'RETRY_SINGLY';

export interface OrderRef {
  readonly eventId: string;
  readonly orderId: string;
}

/** The guard. RETRY_SINGLY: a batch held an order that the ledger refuses; nothing of it happened. */
export async function finalizeOrders(
  database: Database,
  orders: readonly OrderRef[],
): Promise<(OrderRef & { readonly outcome: FinalizeOutcome })[]> {
  const events = orders.map((order) => order.eventId);
  const ids = orders.map((order) => order.orderId);
  reach('finalize-orders.before');
  const written = await askAgain(
    () => database.$queryRaw<(OrderRef & { readonly outcome: FinalizeOutcome })[]>`
    select event_id as "eventId", order_id as "orderId", outcome
    from finalize_orders(${events}::uuid[], ${ids}::uuid[])`,
  );
  reach('finalize-orders.after');
  return written;
}

export type StoreIntentOutcome = 'STORED' | 'ALREADY' | 'STORED_CANCELLING' | 'INTENT_DIFFERS';

export async function storeIntent(
  database: Database,
  operation: { readonly eventId: string; readonly opId: string },
  intent: {
    readonly id: string;
    readonly clientSecret: string;
    readonly status: string;
    readonly amountMinor: number;
    readonly currency: string;
  },
): Promise<StoreIntentOutcome> {
  reach('store-intent.before');
  const written = await outcomeOf<StoreIntentOutcome>(
    () => database.$queryRaw`
    select store_intent(${operation.eventId}::uuid, ${operation.opId}::uuid, ${intent.id}, ${intent.clientSecret},
      ${intent.status}, ${intent.amountMinor}::int, ${intent.currency}) as outcome`,
  );
  reach('store-intent.after');
  return written;
}

export type AuthorizedOutcome =
  | 'AUTHORIZED'
  | 'ALREADY'
  | 'LOST'
  | 'CANCELLING'
  | 'FINISHED'
  | 'NO_ORDER'
  | 'NO_INTENT';

/** `ours`: the intent's metadata names this order, event and tickets. */
export async function recordAuthorized(
  database: Database,
  order: OrderRef,
  intent: {
    readonly amountMinor: number;
    readonly currency: string;
    readonly ours: boolean;
    readonly captureBefore: Date | null;
  },
  cause: string,
): Promise<AuthorizedOutcome> {
  reach('record-authorized.before');
  const written = await outcomeOf<AuthorizedOutcome>(
    () => database.$queryRaw`
    select record_authorized(${order.eventId}::uuid, ${order.orderId}::uuid, ${intent.amountMinor}::int,
      ${intent.currency}, ${intent.ours}, ${intent.captureBefore}::timestamptz, ${cause}) as outcome`,
  );
  reach('record-authorized.after');
  return written;
}

export type CapturedOutcome = 'PAID' | 'ALREADY' | 'NOT_FINALIZED' | 'REFUNDING' | 'NO_ORDER';

export async function recordCaptured(
  database: Database,
  order: OrderRef,
  capturedMinor: number,
  cause: string,
): Promise<CapturedOutcome> {
  reach('record-captured.before');
  const written = await outcomeOf<CapturedOutcome>(
    () => database.$queryRaw`
    select record_captured(${order.eventId}::uuid, ${order.orderId}::uuid, ${capturedMinor}::int, ${cause}) as outcome`,
  );
  reach('record-captured.after');
  return written;
}

export type CanceledOutcome = 'EXPIRED' | 'RELEASED' | 'VOIDED' | 'ALREADY' | 'NO_ORDER';

export async function recordCanceled(
  database: Database,
  order: OrderRef,
  cause: string,
): Promise<CanceledOutcome> {
  reach('record-canceled.before');
  const written = await outcomeOf<CanceledOutcome>(
    () => database.$queryRaw`
    select record_canceled(${order.eventId}::uuid, ${order.orderId}::uuid, ${cause}) as outcome`,
  );
  reach('record-canceled.after');
  return written;
}

export type ExpireOutcome = 'EXPIRED' | 'EXPIRING' | 'NOT_DUE' | 'NOT_PENDING';

export async function expireOrder(
  database: Database,
  order: OrderRef,
  byCustomer: boolean,
): Promise<ExpireOutcome> {
  reach('expire-order.before');
  const written = await outcomeOf<ExpireOutcome>(
    () => database.$queryRaw`
    select expire_order(${order.eventId}::uuid, ${order.orderId}::uuid, ${byCustomer}) as outcome`,
  );
  reach('expire-order.after');
  return written;
}

/** 3-D Secure is asked: once per order its deadline is at least `seconds` away. */
export async function stretchForThreeDSecure(
  database: Database,
  order: OrderRef,
  seconds: number,
): Promise<'STRETCHED' | 'ALREADY' | 'NOT_PENDING'> {
  reach('stretch-deadline.before');
  const written = await outcomeOf<'STRETCHED' | 'ALREADY' | 'NOT_PENDING'>(
    () => database.$queryRaw`
    select stretch_for_three_d_secure(${order.eventId}::uuid, ${order.orderId}::uuid, ${seconds}::int) as outcome`,
  );
  reach('stretch-deadline.after');
  return written;
}

async function outcomeOf<T extends string>(statement: () => Promise<unknown>): Promise<T> {
  const [row] = (await askAgain(statement)) as { outcome: T }[];
  if (row === undefined) throw new Error('the statement answered nothing');
  return row.outcome;
}
