import type { OperationKind, OperationState } from '@fairgate/shared/states/operation-states.ts';
import type { OrderState } from '@fairgate/shared/states/order-states.ts';

/** Rows of the modelled database. Ids are small whole numbers, times are virtual milliseconds, money is minor units. */

/** No such id. */
export const NONE = -1;

export type LedgerKind = 'MINT' | 'SALE' | 'VOID' | 'REFUND' | 'RETIRE';

/** A ticket with its ledger: entry n is version n. */
export interface TicketRow {
  readonly number: number;
  priceMinor: number;
  readonly kinds: LedgerKind[];
  readonly orders: number[];
  readonly holders: number[];
  /** The unfinished order that claims it. */
  claim: number;
}

export interface OrderRow {
  readonly id: number;
  account: number;
  admission: number;
  hold: number;
  /** The client's key, from which production makes the order's id. */
  key: number;
  state: OrderState;
  amountMinor: number;
  readonly tickets: number[];
  readonly fences: number[];
  payDeadline: number;
  readonly createdAt: number;
  updatedAt: number;
  /** Its buyer was asked for 3-D Secure, and the deadline looked at for it. */
  wasAskedForThreeDSecure: boolean;
  finalizeFailures: number;
  /** Not finalized by a round before then. */
  finalizeDueAt: number;
  /** Finalizing failed too often: left alone until somebody has it tried again. */
  isParked: boolean;
  /** Every state it was in. */
  readonly path: OrderState[];
  readonly operations: OperationRow[];
  readonly payment: PaymentRow;
  readonly refund: RefundRow;
}

/** `endedAt` NONE: Stripe is out. */
export interface OutageRow {
  readonly beganAt: number;
  /** When Postgres came to know it. */
  readonly writtenAt: number;
  probedAt: number;
  /** In a row, to the question whether it is back. */
  answers: number;
  endedAt: number;
}

/** Seats of an order that Redis is to show anew. */
export interface SeatMark {
  readonly order: OrderRow;
  dueAt: number;
  isDone: boolean;
}

/** `intent` NONE: there is no row yet. */
export interface PaymentRow {
  intent: number;
  status: string;
  capturedMinor: number;
  refundedMinor: number;
  updatedAt: number;
}

export type RefundState = 'NONE' | 'PENDING' | 'ACCEPTED' | 'SUCCEEDED' | 'FAILED';

/** An order's refund of money without a sale. `stripeRefund` NONE: Stripe has none of it that lives. */
export interface RefundRow {
  state: RefundState;
  amountMinor: number;
  stripeRefund: number;
  readonly failedRefunds: number[];
}

export interface OperationRow {
  readonly id: number;
  readonly order: OrderRow;
  readonly kind: OperationKind;
  readonly attempt: number;
  readonly amountMinor: number;
  /** How often it failed, over all attempts. */
  failures: number;
  /** Left alone until somebody has it tried again. */
  isParked: boolean;
  state: OperationState;
  readonly createdAt: number;
  /** When it was first sent; NONE: never. */
  sentAt: number;
  dueAt: number;
}

export interface QuotaRow {
  reserved: number;
  sold: number;
  cap: number;
}

export interface AdmissionRow {
  account: number;
  isActive: boolean;
  expiresAt: number;
  readonly orders: OrderRow[];
}

export interface InboxRow {
  readonly id: number;
  readonly type: string;
  readonly intent: number;
  processed: boolean;
  isParked: boolean;
  attempts: number;
  dueAt: number;
}

export function isOpen(operation: OperationRow): boolean {
  return operation.state === 'PENDING' || operation.state === 'SENT' || operation.state === 'UNKNOWN';
}

export function isFree(kind: LedgerKind | undefined): boolean {
  return kind === 'MINT' || kind === 'REFUND' || kind === 'VOID';
}
