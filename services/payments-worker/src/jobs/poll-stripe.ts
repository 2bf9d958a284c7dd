import { takeOrdersToAsk } from '@fairgate/shared/database/due-orders.ts';
import { inspectIntent, mismatchOf, mismatchWords } from '@fairgate/shared/payments/inspect-intent.ts';
import type { WorkerStores } from '../worker-stores.ts';

const ordersPerRound = 50;
/** An unfinished order of which nothing was heard for this long is asked about: every webhook may be lost. Seconds. */
const quietSeconds = 10;
/** Most unpaid orders are only being paid: asking about each every few seconds would eat Stripe's budget. Seconds. */
const unpaidQuietSeconds = 30;

/** Asks Stripe about unfinished orders. */
export async function pollStripe(stores: WorkerStores): Promise<boolean> {
  if (stores.outage.isOpen()) return false;
  const orders = await takeOrdersToAsk(stores.database, quietSeconds, unpaidQuietSeconds, ordersPerRound);
  await Promise.all(
    orders.map(async ({ paymentIntentId }) => {
      const outcome = await inspectIntent(stores, paymentIntentId, 'polled');
      const mismatch = mismatchOf(outcome);
      if (mismatch !== null) stores.log.error(mismatch, mismatchWords);
      if (outcome.kind === 'authorized') stores.jobs.send('finalize', outcome.order);
    }),
  );
  return orders.length === ordersPerRound;
}
