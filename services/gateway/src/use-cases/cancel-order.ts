import type { Order } from '@fairgate/shared/contracts/orders.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { loadOrder } from '@fairgate/shared/database/orders.ts';
import { findOpenOperation } from '@fairgate/shared/database/payment-operations.ts';
import { expireOrder } from '@fairgate/shared/database/purchase.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { JobSender } from '@fairgate/shared/queues/jobs.ts';
import { type BrowserStripe, orderBody } from '../sale/order-body.ts';

export interface CancelStores {
  readonly database: Database;
  readonly jobs: JobSender;
  readonly browserStripe: BrowserStripe;
}

/** The buyer gives an unpaid order up. Seats come back once Stripe has cancelled its intent. */
export async function cancelOrder(stores: CancelStores, orderId: string, accountId: string): Promise<Order> {
  const { database } = stores;
  const order = await loadOrder(database, orderId, accountId);
  if (order === null) throw new Problem('NOT_FOUND');
  const outcome = await expireOrder(database, order, true);
  const fresh = (await loadOrder(database, orderId, accountId)) ?? order;
  if (outcome === 'NOT_PENDING' && !['EXPIRING', 'EXPIRED'].includes(fresh.state)) {
    throw new Problem('STATE_CONFLICT', { state: fresh.state });
  }
  if (outcome === 'EXPIRING') {
    const opId = await findOpenOperation(database, order.eventId, orderId);
    if (opId !== null) stores.jobs.send('payment', { eventId: order.eventId, opId });
  }
  if (outcome === 'EXPIRED') stores.jobs.send('outbox', {});
  return orderBody(fresh, stores.browserStripe);
}
