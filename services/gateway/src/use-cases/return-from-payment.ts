import type { Order } from '@fairgate/shared/contracts/orders.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { loadOrder } from '@fairgate/shared/database/orders.ts';
import { findOpenOperation } from '@fairgate/shared/database/payment-operations.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { inspectIntent, tellMismatch } from '@fairgate/shared/payments/inspect-intent.ts';
import { performOperation } from '@fairgate/shared/payments/perform-operation.ts';
import type { OutageView } from '@fairgate/shared/payments/watch-outage.ts';
import type { JobSender } from '@fairgate/shared/queues/jobs.ts';
import type { Logger } from 'pino';
import type Stripe from 'stripe';
import { type BrowserStripe, orderBody } from '../sale/order-body.ts';

export interface ReturnStores {
  readonly database: Database;
  readonly stripe: Stripe;
  readonly jobs: JobSender;
  readonly outage: OutageView;
  readonly log: Pick<Logger, 'error'>;
  readonly browserStripe: BrowserStripe;
}

/** Stripe did not answer the gateway: the page shows the order as it is and asks again. Seconds. */
const retrySeconds = 3;

/**
 * The buyer came back from paying, or asks how it stands: one of three ways in which a payment is discovered. An order
 * whose intent could not be made before is given one now.
 */
export async function returnFromPayment(
  stores: ReturnStores,
  orderId: string,
  accountId: string,
): Promise<Order> {
  const order = await loadOrder(stores.database, orderId, accountId);
  if (order === null) throw new Problem('NOT_FOUND');
  if (order.state === 'PENDING_PAYMENT' && stores.outage.isOpen())
    throw new Problem('PAYMENT_UNAVAILABLE', {}, retrySeconds);
  if (order.state === 'PENDING_PAYMENT') await discover(stores, order);
  const fresh = await loadOrder(stores.database, orderId, accountId);
  return orderBody(fresh ?? order, stores.browserStripe);
}

async function discover(
  stores: ReturnStores,
  order: { readonly eventId: string; readonly orderId: string; readonly paymentIntentId: string | null },
): Promise<void> {
  try {
    if (order.paymentIntentId === null) {
      const opId = await findOpenOperation(stores.database, order.eventId, order.orderId);
      if (opId !== null) await performOperation(stores, order.eventId, opId);
      return;
    }
    const outcome = await inspectIntent(stores, order.paymentIntentId, 'the buyer returned');
    tellMismatch(stores.log, outcome);
    if (outcome.kind === 'authorized') stores.jobs.send('finalize', outcome.order);
  } catch (error) {
    if ((error as { type?: string }).type?.startsWith('Stripe'))
      throw new Problem('PAYMENT_UNAVAILABLE', {}, retrySeconds);
    throw error;
  }
}
