import type { OperationKind } from '@fairgate/shared/states/operation-states.ts';
import { isOrderEnd, type OrderState } from '@fairgate/shared/states/order-states.ts';
import {
  type AdmissionRow,
  type InboxRow,
  isOpen,
  type LedgerKind,
  NONE,
  type OperationRow,
  type OrderRow,
  type OutageRow,
  type QuotaRow,
  type SeatMark,
  type TicketRow,
} from './rows.ts';

/** What the modelled database raises: nothing of the statement happened. */
export class Refusal extends Error {}

/** What the rounds of the workers look for. */
export type DueKind = 'operation' | 'authorized' | 'deadline' | 'inbox' | 'ask' | 'marks' | 'probe';
/** Who is told, for each kind, that a row falls due and when. */
export type DueListeners = Record<DueKind, (at: number) => void>;

const nobody = (): void => undefined;

/** The sale as it is set up. */
export interface SaleSettings {
  readonly tickets: number;
  /** Price of ticket n. */
  readonly priceMinor: (ticket: number) => number;
  readonly accounts: number;
  readonly perCustomerLimit: number;
  readonly paymentMs: number;
  /** What is to be done begins as if it had failed so often before. */
  readonly earlierFailures: number;
}

/**
 * Postgres as the purchase sees it: the rows, and the constraints that stand in their way. One statement at a time, each
 * whole or not at all, as its row locks make it. Statements are in purchase-functions.ts and operation-rows.ts.
 */
export class ModelDatabase {
  /** The database's clock decides. */
  now = 0;
  tickets: TicketRow[] = [];
  orders: OrderRow[] = [];
  operations: OperationRow[] = [];
  quotas: (QuotaRow | undefined)[] = [];
  admissions: AdmissionRow[] = [];
  inbox: InboxRow[] = [];
  /** By the client's key, what it was used for. A new map for each history: one that is cleared leads on to what it held. */
  keys = new Map<number, { readonly hash: number; readonly order: number }>();
  intents = new Map<number, OrderRow>();
  /** Ended or sold orders whose seats Redis was not told of yet. */
  seatMarks: SeatMark[] = [];
  /** May hold some that have settled or ended since: whoever reads drops them. */
  openOperations: OperationRow[] = [];
  unfinished: OrderRow[] = [];
  openInbox: InboxRow[] = [];
  outages: OutageRow[] = [];
  perCustomerLimit = 0;
  paymentMs = 0;
  earlierFailures = 0;
  isEventCancelled = false;
  /** Told of every row that falls due, so that rounds with nothing to do need not be played. */
  onDue: DueListeners = {
    operation: nobody,
    authorized: nobody,
    deadline: nobody,
    inbox: nobody,
    ask: nobody,
    marks: nobody,
    probe: nobody,
  };

  reset(settings: SaleSettings): void {
    this.now = 0;
    this.tickets = [];
    for (let number = 0; number < settings.tickets; number += 1) {
      const priceMinor = settings.priceMinor(number);
      const ledger = { kinds: ['MINT' as LedgerKind], orders: [NONE], holders: [NONE] };
      this.tickets.push({ number, priceMinor, ...ledger, claim: NONE });
    }
    this.orders = [];
    this.operations = [];
    this.quotas = new Array(settings.accounts);
    this.admissions = [];
    this.inbox = [];
    this.keys = new Map();
    this.intents = new Map();
    this.seatMarks = [];
    this.openOperations = [];
    this.unfinished = [];
    this.openInbox = [];
    this.outages = [];
    this.perCustomerLimit = settings.perCustomerLimit;
    this.paymentMs = settings.paymentMs;
    this.earlierFailures = settings.earlierFailures;
    this.isEventCancelled = false;
  }

  /** Appends to the ledger: the version must be the next, and the step legal. */
  appendEntry(ticket: TicketRow, version: number, kind: LedgerKind, order: OrderRow): void {
    if (version !== ticket.kinds.length) throw new Refusal('ticket_ledger_pkey');
    ticket.kinds.push(kind);
    ticket.orders.push(order.id);
    ticket.holders.push(kind === 'SALE' ? order.account : NONE);
  }

  step(order: OrderRow, from: OrderState, to: OrderState): void {
    if (order.state !== from) throw new Refusal(`order ${order.id} is not ${from}`);
    order.state = to;
    order.path.push(to);
    order.updatedAt = this.now;
    if (to === 'AUTHORIZED') this.onDue.authorized(this.now);
    else if (to === 'EXPIRING') this.onDue.deadline(this.now);
  }

  /** A row of payment_operations, refused while another but a refund is open. */
  appendOperation(
    order: OrderRow,
    kind: OperationKind,
    amountMinor: number,
    attempt = nextAttempt(order, kind),
    dueAt = this.now,
  ): OperationRow {
    if (kind !== 'REFUND' && order.operations.some((other) => other.kind !== 'REFUND' && isOpen(other)))
      throw new Refusal('payment_operations_one_open');
    const id = this.operations.length;
    const operation: OperationRow = {
      id,
      order,
      kind,
      attempt,
      amountMinor,
      failures: this.earlierFailures,
      isParked: false,
      state: 'PENDING',
      createdAt: this.now,
      sentAt: NONE,
      dueAt,
    };
    this.operations.push(operation);
    order.operations.push(operation);
    this.openOperations.push(operation);
    this.onDue.operation(dueAt);
    return operation;
  }

  /** Gives back claims and the reserved share of the quota. */
  releaseReservation(order: OrderRow): void {
    const quota = this.quotas[order.account];
    if (quota !== undefined) quota.reserved -= order.tickets.length;
    for (const number of order.tickets) {
      const ticket = this.tickets[number];
      if (ticket?.claim === order.id) ticket.claim = NONE;
    }
    this.markSeats(order);
  }

  markSeats(order: OrderRow): void {
    this.seatMarks.push({ order, dueAt: this.now, isDone: false });
    this.onDue.marks(this.now);
  }

  /** Orders that are not at their end, as rounds look through them. */
  unfinishedOrders(): readonly OrderRow[] {
    const orders = this.unfinished;
    let kept = 0;
    for (const order of orders) {
      if (isOrderEnd(order.state)) continue;
      orders[kept] = order;
      kept += 1;
    }
    if (kept < orders.length) orders.length = kept;
    return orders;
  }
}

function nextAttempt(order: OrderRow, kind: OperationKind): number {
  let attempt = 0;
  for (const operation of order.operations) {
    if (operation.kind === kind && operation.attempt > attempt) attempt = operation.attempt;
  }
  return attempt + 1;
}
