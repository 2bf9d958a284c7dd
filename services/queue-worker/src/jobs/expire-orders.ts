import { loadOverdueOrders } from '@fairgate/shared/database/due-orders.ts';
import { findOpenOperation } from '@fairgate/shared/database/payment-operations.ts';
import { expireOrder } from '@fairgate/shared/database/purchase.ts';
import type { WorkerStores } from '../worker-stores.ts';

const ordersPerRound = 200;

/** Ends unpaid orders past their deadline. Their intents are cancelled first; then their seats come back. */
export async function expireOverdueOrders({ database, jobs }: WorkerStores): Promise<boolean> {
  const orders = await loadOverdueOrders(database, ordersPerRound);
  for (const order of orders) {
    if ((await expireOrder(database, order, false)) !== 'EXPIRING') continue;
    const opId = await findOpenOperation(database, order.eventId, order.orderId);
    if (opId !== null) jobs.send('payment', { eventId: order.eventId, opId });
  }
  return orders.length === ordersPerRound;
}
