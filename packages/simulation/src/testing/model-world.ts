import { triesBeforeParkingMax } from '@fairgate/shared/domain/limits.ts';
import { ModelDatabase, Refusal } from '../database/model-database.ts';
import { beginOutage, recordProbe } from '../database/outages.ts';
import { retryParked } from '../database/parked-work.ts';
import { purchaseFunctions as sql } from '../database/purchase-functions.ts';
import { isFree, NONE, type OperationRow, type OrderRow } from '../database/rows.ts';
import {
  answersNeeded,
  type CommandWorld,
  type DatabaseCommand,
  newest,
  priceOf,
  refundOf,
  stretchSecondsOf,
  ticketsOf,
  type WorldState,
  worldSize,
} from './database-commands.ts';

const hourSeconds = 3_600;

/** The modelled database under differential commands. */
export class ModelWorld implements CommandWorld {
  readonly #db = new ModelDatabase();

  constructor() {
    const { accounts, tickets, limit } = worldSize;
    const paymentMs = 900_000;
    this.#db.reset({
      tickets,
      accounts,
      priceMinor: priceOf,
      perCustomerLimit: limit,
      paymentMs,
      earlierFailures: 0,
    });
    for (let account = 0; account < accounts; account += 1) this.#admit(account);
  }

  async execute(command: DatabaseCommand): Promise<string> {
    this.#db.now += 1;
    try {
      return this.#perform(command);
    } catch (error) {
      if (error instanceof Refusal) return 'RAISED';
      throw error;
    }
  }

  #perform(command: DatabaseCommand): string {
    const db = this.#db;
    if (command.name === 'createOrder') return this.#createOrder(command);
    if (command.name === 'admit') return this.#admit(command.pick % worldSize.accounts);
    if (command.name === 'cancelEvent') {
      db.isEventCancelled = true;
      return 'done';
    }
    if (command.name === 'beginOutage') return beginOutage(db, 0);
    if (command.name === 'answerProbe') {
      const outage = db.outages.at(-1);
      return outage === undefined ? 'nothing' : recordProbe(db, outage, command.flag, answersNeeded);
    }
    if (command.name === 'retryParked') return String(retryParked(db));
    if (command.name === 'retireTicket') return this.#retire(command.pick % worldSize.tickets);
    const order = db.orders[newest(command.pick, db.orders.length)];
    if (order === undefined) return 'nothing';
    return this.#withOrder(command, order) ?? this.#withOperation(command, order);
  }

  #withOrder(command: DatabaseCommand, order: OrderRow): string | null {
    const db = this.#db;
    switch (command.name) {
      case 'recordAuthorized': {
        const amountMinor = command.flag ? order.amountMinor : order.amountMinor + 1;
        return sql.recordAuthorized(db, order, { id: order.payment.intent, amountMinor, ours: true });
      }
      case 'recordCaptured':
        return sql.recordCaptured(db, order, command.flag ? order.amountMinor : 1);
      case 'recordCanceled':
        return sql.recordCanceled(db, order);
      case 'expireOrder':
        return sql.expireOrder(db, order, command.flag);
      case 'stretchForThreeDSecure':
        return sql.stretchForThreeDSecure(db, order, stretchSecondsOf(command));
      case 'passDeadline':
        order.payDeadline = db.now;
        return 'done';
      case 'finalizeOrders': {
        const ids = new Set([order.id, ...command.more.map((n) => newest(n, db.orders.length))]);
        const orders = [...ids].sort((a, b) => a - b).flatMap((id) => db.orders[id] ?? []);
        return sql.finalizeOrders(db, orders).join(',');
      }
      default:
        return null;
    }
  }

  #withOperation(command: DatabaseCommand, order: OrderRow): string {
    const db = this.#db;
    const among = order.operations
      .filter(({ kind }) => (command.name.endsWith('Refund') ? kind === 'REFUND' : true))
      .filter(({ kind }) => (command.name === 'storeIntent' ? kind === 'AUTHORIZE' : true))
      .sort((a, b) => (label(a) < label(b) ? -1 : 1));
    const operation = among[(command.more[0] ?? 0) % Math.max(among.length, 1)];
    if (operation === undefined) return 'nothing';
    switch (command.name) {
      case 'storeIntent': {
        const intent = order.id * 100 + (command.flag ? 0 : operation.attempt);
        return sql.storeIntent(db, operation, intent, 'requires_payment_method');
      }
      case 'recordRefund': {
        const { refund, status } = refundOf(command);
        return sql.recordRefund(db, operation, order.id * 100 + refund, status);
      }
      case 'refuseRefund':
        return String(sql.refuseRefund(operation));
      case 'markSent':
        return String(sql.markSent(db, operation, hourSeconds));
      case 'markUnknown':
        sql.markUnknown(db, operation, hourSeconds);
        return 'done';
      case 'postpone':
        sql.postpone(db, operation, hourSeconds);
        return 'done';
      case 'failOperation':
        sql.failOperation(db, operation);
        return 'done';
      case 'openNextAttempt':
        sql.openNextAttempt(db, operation, hourSeconds);
        return 'done';
      case 'makeTired':
        operation.failures = triesBeforeParkingMax - 1;
        return 'done';
      default:
        operation.dueAt = db.now;
        return 'done';
    }
  }

  #createOrder(command: DatabaseCommand): string {
    const account = command.pick % worldSize.accounts;
    const admission = this.#admissions[account] ?? NONE;
    const key = account * 1_000 + ((command.more[0] ?? 0) % 40);
    const requestHash = command.flag ? 1 : 2;
    const tickets = ticketsOf(command);
    const expectedMinor = command.pick % 10 === 0 ? worldSize.priceMinor : NONE;
    const request = { account, admission, hold: 0, key, requestHash, tickets, expectedMinor };
    const { outcome, order } = sql.createOrder(this.#db, request);
    return `${outcome} ${order}`;
  }

  readonly #admissions: number[] = [];

  /** A new admission; the account's earlier one ends. */
  #admit(account: number): string {
    const before = this.#db.admissions[this.#admissions[account] ?? NONE];
    if (before !== undefined) before.isActive = false;
    this.#admissions[account] = this.#db.admissions.length;
    this.#db.admissions.push({ account, isActive: true, expiresAt: Number.MAX_SAFE_INTEGER, orders: [] });
    return 'done';
  }

  /** An entry of somebody who looks at no claim. */
  #retire(number: number): string {
    const ticket = this.#db.tickets[number];
    if (ticket === undefined || !isFree(ticket.kinds.at(-1))) return 'nothing';
    ticket.kinds.push('RETIRE');
    ticket.orders.push(NONE);
    ticket.holders.push(NONE);
    return 'done';
  }

  async state(): Promise<WorldState> {
    const db = this.#db;
    return {
      orders: db.orders.map((order) => ({
        id: order.id,
        path: [...order.path],
        tickets: order.tickets.map((ticket, n) => `${ticket}@${order.fences[n]}`),
        operations: order.operations.map((operation) => `${label(operation)} ${standOf(operation)}`).sort(),
        payment: paymentOf(order),
      })),
      heads: db.tickets.map(({ kinds }) => `${kinds.at(-1)} ${kinds.length - 1}`),
      claims: db.tickets.flatMap(({ number, claim }) => (claim === NONE ? [] : [[number, claim] as const])),
      quotas: db.quotas.flatMap((quota, account) =>
        quota === undefined ? [] : [[account, quota.reserved, quota.sold, quota.cap] as const],
      ),
    };
  }
}

function label({ kind, attempt, amountMinor }: OperationRow): string {
  return `${kind} ${attempt} ${amountMinor}`;
}

function standOf({ state, failures, isParked }: OperationRow): string {
  return `${state} ${failures}${isParked ? ' parked' : ''}`;
}

function paymentOf({ payment }: OrderRow): string {
  const { intent, status, capturedMinor, refundedMinor } = payment;
  return intent === NONE ? 'none' : `${intent} ${status} ${capturedMinor} ${refundedMinor}`;
}
