import { loadOverdueOrders, loadStaleOrders } from '@fairgate/shared/database/due-orders.ts';
import { findOpenOperation } from '@fairgate/shared/database/payment-operations.ts';
import { expireOrder } from '@fairgate/shared/database/purchase.ts';
import { paced } from '@fairgate/shared/process/recovery-pace.ts';
import { stuckSeconds } from '@fairgate/shared/states/due-times.ts';
import type { WorkerStores } from '../worker-stores.ts';

const ordersPerRound = 200;

/**
 * Ends unpaid orders past their deadline, and takes up those that stopped half-way. Their intents are cancelled first;
 * then their seats come back.
 */
export async function expireOverdueOrders({ database, jobs, log }: WorkerStores): Promise<boolean> {
  const overdue = await loadOverdueOrders(database, ordersPerRound);
  const stuck = await loadStaleOrders(database, 'EXPIRING', paced(stuckSeconds), ordersPerRound);
  for (const order of [...overdue, ...stuck]) {
    try {
      if ((await expireOrder(database, order, false)) !== 'EXPIRING') continue;
      // The sweep takes up operations that wait for long: a job for each at every round would pile up in Redis.
      if (stuck.includes(order)) continue;
      const opId = await findOpenOperation(database, order.eventId, order.orderId);
      if (opId !== null) jobs.send('payment', { eventId: order.eventId, opId });
    } catch (error) {
      log.warn({ err: error, ...order }, 'an order did not expire and is tried again');
    }
  }
  return overdue.length === ordersPerRound;
}
