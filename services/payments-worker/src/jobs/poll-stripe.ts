import { takeOrdersToAsk } from '@fairgate/shared/database/due-orders.ts';
import { inspectIntent, tellMismatch } from '@fairgate/shared/payments/inspect-intent.ts';
import { paced } from '@fairgate/shared/process/recovery-pace.ts';
import { quietSeconds, unpaidQuietSeconds } from '@fairgate/shared/states/due-times.ts';
import type { WorkerStores } from '../worker-stores.ts';

const ordersPerRound = 50;

/** Asks Stripe about unfinished orders. */
export async function pollStripe(stores: WorkerStores): Promise<boolean> {
  if (stores.outage.isOpen()) return false;
  const orders = await takeOrdersToAsk(
    stores.database,
    paced(quietSeconds),
    paced(unpaidQuietSeconds),
    ordersPerRound,
  );
  await Promise.all(
    orders.map(({ paymentIntentId }) =>
      askAbout(stores, paymentIntentId).catch((error: unknown) =>
        stores.log.warn({ err: error, paymentIntentId }, 'an intent could not be asked about'),
      ),
    ),
  );
  return orders.length === ordersPerRound;
}

async function askAbout(stores: WorkerStores, paymentIntentId: string): Promise<void> {
  const outcome = await inspectIntent(stores, paymentIntentId, 'polled');
  tellMismatch(stores.log, outcome);
  if (outcome.kind === 'authorized') stores.jobs.send('finalize', outcome.order);
}
