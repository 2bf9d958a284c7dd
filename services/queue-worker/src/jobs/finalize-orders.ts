import { spendAdmissions } from '@fairgate/shared/database/admissions.ts';
import { loadStaleOrders } from '@fairgate/shared/database/due-orders.ts';
import { type FinalizeOutcome, finalizeOrders, type OrderRef } from '@fairgate/shared/database/purchase.ts';
import { loadCaptures } from '@fairgate/shared/database/unfinished-leases.ts';
import { ordersPerAdmissionMax } from '@fairgate/shared/domain/limits.ts';
import { batchCalls } from '@fairgate/shared/process/batch-calls.ts';
import type { WorkerStores } from '../worker-stores.ts';
import { freeSlots } from './end-admissions.ts';
import { relaySeatMarks } from './relay-seat-marks.ts';

/** At most so many orders share one statement. */
export const ordersPerStatementMax = 50;
/** With queues on, an order waits this long for its job before the sweeper takes it. Seconds. */
const jobGraceSeconds = 2;

/**
 * Finalizes orders, those that come at the same time in one statement. If the ledger refuses one of them, the statement
 * has done nothing and each goes alone.
 */
export function createFinalizer(stores: WorkerStores): (order: OrderRef) => Promise<FinalizeOutcome> {
  return batchCalls(ordersPerStatementMax, async (orders) => {
    const outcomes = new Map<string, FinalizeOutcome>();
    for (const row of await finalizeOrders(stores.database, orders)) outcomes.set(row.orderId, row.outcome);
    for (const order of orders) {
      if (outcomes.get(order.orderId) !== 'RETRY_SINGLY') continue;
      const [row] = await finalizeOrders(stores.database, [order]);
      if (row !== undefined) outcomes.set(order.orderId, row.outcome);
    }
    await followUp(
      stores,
      orders.filter((order) => ['SOLD', 'LOST'].includes(outcomes.get(order.orderId) ?? '')),
    );
    return orders.map((order) => outcomes.get(order.orderId) ?? 'NOT_AUTHORIZED');
  });
}

/** What follows a sale is in Postgres already; these are only hints that make it quick. */
async function followUp(stores: WorkerStores, orders: readonly OrderRef[]): Promise<void> {
  if (orders.length === 0) return;
  const { database, jobs, log } = stores;
  try {
    for (const capture of await loadCaptures(database, orders)) jobs.send('payment', capture);
    await relaySeatMarks(stores);
    await freeSlots(stores, await spendAdmissions(database, orders, ordersPerAdmissionMax));
  } catch (error) {
    log.warn({ err: error }, 'orders are finalized; their sweepers follow up');
  }
}

/** Finds AUTHORIZED orders whose job was lost. */
export async function sweepAuthorized(
  stores: WorkerStores,
  finalize: (order: OrderRef) => Promise<FinalizeOutcome>,
  queuesOn: boolean,
): Promise<boolean> {
  const max = 4 * ordersPerStatementMax;
  const orders = await loadStaleOrders(stores.database, 'AUTHORIZED', queuesOn ? jobGraceSeconds : 0, max);
  await Promise.all(orders.map(finalize));
  return orders.length === max;
}
