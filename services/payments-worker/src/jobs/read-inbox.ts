import { findStateOfIntent } from '@fairgate/shared/database/due-orders.ts';
import {
  type InboxEvent,
  markInboxFailed,
  markInboxProcessed,
  takeInboxEvents,
} from '@fairgate/shared/database/stripe-inbox.ts';
import { inspectIntent, mismatchOf, mismatchWords } from '@fairgate/shared/payments/inspect-intent.ts';
import type { OrderState } from '@fairgate/shared/states/order-states.ts';
import type { WorkerStores } from '../worker-stores.ts';

const eventsPerRound = 50;
const retrySeconds = 5;

/**
 * Events that say an intent may have changed in a way that matters to an order in one of these states; in any other it
 * is known already. Other events are only kept.
 */
const telling: Readonly<Record<string, readonly OrderState[]>> = {
  'payment_intent.amount_capturable_updated': ['PENDING_PAYMENT', 'EXPIRING', 'EXPIRED'],
  // 3-D Secure is asked: the deadline is moved once.
  'payment_intent.requires_action': ['PENDING_PAYMENT'],
  'payment_intent.succeeded': [
    'PENDING_PAYMENT',
    'AUTHORIZED',
    'FINALIZED',
    'EXPIRING',
    'EXPIRED',
    'LOST',
    'LOST_RELEASED',
    'VOIDED',
  ],
  'payment_intent.canceled': ['PENDING_PAYMENT', 'AUTHORIZED', 'FINALIZED', 'EXPIRING', 'LOST'],
};

/** Works off kept webhooks, each a reason to ask Stripe. `stripeEventId` narrows it to the one a job named. */
export async function readInbox(stores: WorkerStores, stripeEventId: string | null): Promise<boolean> {
  if (stores.outage.isOpen()) return false;
  const events = await takeInboxEvents(stores.database, stripeEventId, retrySeconds, eventsPerRound);
  await Promise.all(events.map((event) => readEvent(stores, event)));
  return events.length === eventsPerRound;
}

async function readEvent(stores: WorkerStores, event: InboxEvent): Promise<void> {
  try {
    if (event.paymentIntentId !== null && (await tellsSomething(stores, event.type, event.paymentIntentId))) {
      const outcome = await inspectIntent(stores, event.paymentIntentId, `webhook ${event.type}`);
      const mismatch = mismatchOf(outcome);
      if (mismatch !== null) stores.log.error(mismatch, mismatchWords);
      if (outcome.kind === 'authorized') stores.jobs.send('finalize', outcome.order);
      // Its AUTHORIZE is not stored yet: nobody was shown the intent, and the operation is swept until it is.
      if (outcome.kind === 'unknownIntent')
        stores.log.info({ event: event.stripeEventId }, 'a webhook of an unknown intent');
    }
    await markInboxProcessed(stores.database, event.stripeEventId);
  } catch (error) {
    stores.log.warn(
      { err: error, event: event.stripeEventId },
      'a webhook was not worked off and is tried again',
    );
    await markInboxFailed(stores.database, event.stripeEventId, String(error));
  }
}

/** An intent that we never stored may be one whose AUTHORIZE has not come back yet: it is asked about. */
async function tellsSomething({ database }: WorkerStores, type: string, intentId: string): Promise<boolean> {
  const states = telling[type];
  if (states === undefined) return false;
  const state = await findStateOfIntent(database, intentId);
  return state === null || states.includes(state);
}
