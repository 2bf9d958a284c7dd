import { randomUUID } from 'node:crypto';
import type { OrderRef } from '@fairgate/shared/database/purchase.ts';
import {
  finishRefundRun,
  loadOrdersToRefund,
  type RefundRun,
  takeRefundRuns,
} from '@fairgate/shared/database/refund-runs.ts';
import { refundTickets } from '@fairgate/shared/database/refunds.ts';
import type { WorkerStores } from '../worker-stores.ts';

const runsPerRound = 5;
const ordersPerRound = 20;
/** So many refunds of a run wait for Stripe at a time: its budget is for purchases first. */
const openRefundsMax = 40;
/** How soon a run goes on after each step, whoever takes it. Seconds. */
const againSeconds = 0.5;

/**
 * Refunds the orders of cancelled and moved events, some at a time. Where a run stands is read from the orders
 * themselves, so it goes on after any interruption, and two workers on one run do no harm.
 */
export async function runRefunds(stores: WorkerStores): Promise<void> {
  for (const run of await takeRefundRuns(stores.database, againSeconds, runsPerRound)) {
    try {
      await refundSome(stores, run);
    } catch (error) {
      stores.log.warn({ err: error, runId: run.runId }, 'a run of refunds stopped short and goes on later');
    }
  }
}

async function refundSome(stores: WorkerStores, run: RefundRun): Promise<void> {
  const orders = await loadOrdersToRefund(stores.database, run, openRefundsMax, ordersPerRound);
  for (const order of orders) {
    // One order that cannot be refunded does not hold up the others.
    await refundOrder(stores, run, order).catch((error: unknown) =>
      stores.log.error({ err: error, ...order }, 'an order was not refunded and is tried again'),
    );
  }
  if (orders.length === 0 && (await finishRefundRun(stores.database, run)))
    stores.log.info({ eventId: run.eventId, runId: run.runId }, 'a run of refunds is done');
}

async function refundOrder({ database, log }: WorkerStores, run: RefundRun, order: OrderRef): Promise<void> {
  // Whoever comes second finds no ticket that lives, whatever id it brings.
  const outcome = await refundTickets(database, {
    ...order,
    refundId: randomUUID(),
    tickets: null,
    feeMinorPerTicket: 0,
    cause: run.cause,
    actor: run.actor,
    reason: run.reason,
    requestHash: new Uint8Array(),
    runId: run.runId,
    evenEntered: run.cause === 'EVENT_CANCELLED',
  });
  log.debug({ ...order, outcome: outcome.kind }, 'an order of a run');
}
