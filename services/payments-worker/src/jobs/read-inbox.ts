import {
  type InboxEvent,
  markInboxFailed,
  markInboxProcessed,
  takeInboxEvents,
} from '@fairgate/shared/database/stripe-inbox.ts';
import { inspectIntent } from '@fairgate/shared/payments/inspect-intent.ts';
import type { WorkerStores } from '../worker-stores.ts';

const eventsPerRound = 50;
const retrySeconds = 5;

/** Events that say an intent may have changed in a way that matters to an order; the others are only kept. */
const telling = [
  'payment_intent.amount_capturable_updated',
  'payment_intent.succeeded',
  'payment_intent.canceled',
  'payment_intent.payment_failed',
];

/** Works off kept webhooks, each a reason to ask Stripe. `stripeEventId` narrows it to the one a job named. */
export async function readInbox(stores: WorkerStores, stripeEventId: string | null): Promise<boolean> {
  const events = await takeInboxEvents(stores.database, stripeEventId, retrySeconds, eventsPerRound);
  await Promise.all(events.map((event) => readEvent(stores, event)));
  return events.length === eventsPerRound;
}

async function readEvent(stores: WorkerStores, event: InboxEvent): Promise<void> {
  try {
    if (event.paymentIntentId !== null && telling.includes(event.type)) {
      const outcome = await inspectIntent(stores, event.paymentIntentId, `webhook ${event.type}`);
      if (outcome.kind === 'authorized') stores.jobs.send('finalize', outcome.order);
      // Its AUTHORIZE may not be stored yet: the event comes again, and the poller asks anyway.
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
