import { leaseGraceSeconds } from '@fairgate/shared/domain/limits.ts';
import { graceSeconds, stuckSeconds } from '@fairgate/shared/states/due-times.ts';
import { orderStates } from '@fairgate/shared/states/order-states.ts';
import {
  loadOverdueOrders,
  loadStaleOrders,
  noteFinalizeFailed,
  takeSeatMarks,
} from '../database/due-rows.ts';
import { isFree, isOpen, NONE, type OperationRow, type OrderRow } from '../database/rows.ts';
import type { Process, Steps, World } from '../schedule/world.ts';

/** As services/queue-worker/src/jobs. */

const gatherMs = 2;
const marksRetrySeconds = 2;
const leaseGraceMs = 1000 * leaseGraceSeconds;

/** Orders that come at the same time share a statement. */
export function finalizeSoon(w: World, process: Process, order: OrderRow): void {
  if (!process.batch.includes(order)) process.batch.push(order);
  if (process.batch.length === 1) w.spawn(process, finalizeBatch(w, process), gatherMs);
}

function* finalizeBatch(w: World, process: Process): Steps {
  const orders = process.batch;
  process.batch = [];
  yield* finalizeTogether(w, orders);
}

/** If the ledger refuses one of them, or the statement fails, each goes alone. */
function* finalizeTogether(w: World, orders: readonly OrderRow[]): Steps {
  const decided: OrderRow[] = [];
  const alone = yield* finalizeSome(w, orders, decided);
  if (orders.length > 1) for (const order of alone) yield* finalizeSome(w, [order], decided);
  if (decided.length > 0) yield* followUp(w, decided);
}

/** Answers with those that must go alone. */
function* finalizeSome(
  w: World,
  orders: readonly OrderRow[],
  decided: OrderRow[],
): Steps<readonly OrderRow[]> {
  const alone: OrderRow[] = [];
  try {
    const outcomes = yield* w.ask(() => w.sql.finalizeOrders(w.db, orders));
    w.tell?.(
      `${w.name()}: finalizes ${orders.map((order, n) => `order ${order.id}: ${outcomes[n]}`).join(', ')}`,
    );
    orders.forEach((order, n) => {
      if (outcomes[n] === 'RETRY_SINGLY') alone.push(order);
      else if (outcomes[n] === 'SOLD' || outcomes[n] === 'LOST') decided.push(order);
    });
  } catch (error) {
    if (error instanceof Error) throw error;
    const [single] = orders;
    if (orders.length > 1 || single === undefined) return orders;
    yield w.toDatabase();
    noteFinalizeFailed(w.db, single);
    w.fromDatabase();
  }
  return alone;
}

/** What follows a sale is in Postgres already; these are only hints that make it quick. */
function* followUp(w: World, orders: readonly OrderRow[]): Steps {
  yield w.toDatabase();
  const captures: OperationRow[] = [];
  for (const order of orders) {
    for (const operation of order.operations) {
      if ((operation.kind === 'CAPTURE' || operation.kind === 'CANCEL') && operation.state === 'PENDING')
        captures.push(operation);
    }
  }
  w.fromDatabase();
  for (const operation of captures) w.jobs.payment(operation);
}

export function* sweepAuthorized(w: World): Steps {
  yield w.toDatabase();
  const orders = loadStaleOrders(w.db, 'AUTHORIZED', graceSeconds(w.queuesOn));
  w.fromDatabase();
  if (orders.length > 0) yield* finalizeTogether(w, orders);
}

export function* expireOverdueOrders(w: World): Steps {
  yield w.toDatabase();
  const overdue = loadOverdueOrders(w.db);
  const stuck = loadStaleOrders(w.db, 'EXPIRING', stuckSeconds);
  w.fromDatabase();
  for (const order of [...overdue, ...stuck]) {
    try {
      const outcome = yield* w.ask(() => w.sql.expireOrder(w.db, order, false));
      w.tell?.(`${w.name()}: expires order ${order.id}: ${outcome}`);
      if (outcome !== 'EXPIRING' || stuck.includes(order)) continue;
      yield w.toDatabase();
      const open = order.operations.find(isOpen);
      w.fromDatabase();
      if (open !== undefined) w.jobs.payment(open);
    } catch (error) {
      if (error instanceof Error) throw error;
    }
  }
}

/** Shows in Redis what sales and ended orders changed, as the ledger has it by now. */
export function* relaySeatMarks(w: World): Steps {
  if (!w.redis.isReady) return;
  yield w.toDatabase();
  const marks = takeSeatMarks(w.db, marksRetrySeconds);
  w.fromDatabase();
  yield w.travel();
  if (!w.redis.isReady) return;
  for (const { order } of marks) showSeats(w, order);
  yield w.toDatabase();
  for (const mark of marks) mark.isDone = true;
  w.fromDatabase();
}

function showSeats(w: World, order: OrderRow): void {
  if (orderStates[order.state].reserves) {
    const { hold, account, key, payDeadline } = order;
    const expiresAt = Math.max(payDeadline, w.now) + leaseGraceMs;
    w.redis.prolong({ hold, account, order: key, expiresAt }, order.tickets);
    return;
  }
  for (const number of order.tickets) w.redis.mark(number, !isFree(w.db.tickets[number]?.kinds.at(-1)));
  if (order.state === 'EXPIRED' || order.state === 'LOST' || order.state === 'VOIDED')
    w.redis.release(order.hold, order.tickets);
}

/** A Redis that forgot is filled again: sold marks from the ledger, leases from the claims. */
export function* rebuildRedis(w: World): Steps {
  yield w.toDatabase();
  const sold = w.db.tickets.filter(({ kinds }) => !isFree(kinds.at(-1)));
  const claimed = w.db.tickets.filter(({ claim }) => claim !== NONE);
  w.fromDatabase();
  yield w.travel();
  for (const { number } of sold) w.redis.mark(number, true);
  for (const { number, claim } of claimed) {
    const order = w.db.orders[claim];
    if (order === undefined) continue;
    const { hold, account, key, payDeadline } = order;
    w.redis.restore(number, hold, account, key, payDeadline + leaseGraceMs);
  }
  w.redis.isReady = true;
  w.tell?.(`${w.name()}: Redis is filled again`);
}
