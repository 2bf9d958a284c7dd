import { loadStaleOrders, noteFinalizeFailed } from '@fairgate/shared/database/due-orders.ts';
import { postgresFailure } from '@fairgate/shared/database/postgres-failure.ts';
import { type FinalizeOutcome, finalizeOrders, type OrderRef } from '@fairgate/shared/database/purchase.ts';
import { loadCaptures } from '@fairgate/shared/database/unfinished-leases.ts';
import { batchCalls } from '@fairgate/shared/process/batch-calls.ts';
import { graceSeconds } from '@fairgate/shared/states/due-times.ts';
import type { WorkerStores } from '../worker-stores.ts';
import { relaySeatMarks } from './relay-seat-marks.ts';

/** At most so many orders share one statement. */
export const ordersPerStatementMax = 50;

/**
 * Finalizes orders, those that come at the same time in one statement. If the ledger refuses one of them, or the
 * statement fails, it has done nothing and each goes alone, so that none holds its neighbours up; and an event whose
 * tickets somebody else has locked holds up no other event.
 */
export function createFinalizer(stores: WorkerStores): (order: OrderRef) => Promise<FinalizeOutcome> {
  return batchCalls(ordersPerStatementMax, async (orders) => {
    const outcomes = new Map<string, FinalizeOutcome>();
    /** false: it waited for a lock in vain, and so would the next. */
    const finalize = async (some: readonly OrderRef[]): Promise<boolean> => {
      try {
        for (const row of await finalizeOrders(stores.finalizing, some))
          outcomes.set(row.orderId, row.outcome);
        return true;
      } catch (error) {
        const [single] = some;
        if (some.length === 1 && single !== undefined)
          await noteFinalizeFailed(stores.database, single, String(error)).catch(() => undefined);
        if (orders.length === 1) throw error;
        for (const { orderId } of some) outcomes.set(orderId, 'RETRY_SINGLY');
        stores.log.warn(
          { err: error, orders: some.length },
          'orders were not finalized and are tried singly',
        );
        return postgresFailure(error) !== 'busy';
      }
    };
    await finalize(orders);
    const again = orders.filter(({ orderId }) => outcomes.get(orderId) === 'RETRY_SINGLY');
    if (orders.length > 1)
      await Promise.all(
        [...Map.groupBy(again, ({ eventId }) => eventId).values()].map(async (own) => {
          for (const order of own) if (!(await finalize([order]))) return;
        }),
      );
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
  const { finalizing, jobs, log } = stores;
  try {
    for (const capture of await loadCaptures(finalizing, orders)) jobs.send('payment', capture);
    await relaySeatMarks({ ...stores, database: finalizing });
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
  const orders = await loadStaleOrders(stores.finalizing, 'AUTHORIZED', graceSeconds(queuesOn), max);
  // One that fails is noted and tried again by itself.
  await Promise.allSettled(orders.map(finalize));
  return orders.length === max;
}
