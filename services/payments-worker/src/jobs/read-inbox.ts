import { findStateOfIntent } from '@fairgate/shared/database/due-orders.ts';
import {
  type InboxEvent,
  markInboxFailed,
  markInboxProcessed,
  takeInboxEvents,
} from '@fairgate/shared/database/stripe-inbox.ts';
import { inspectIntent, tellMismatch } from '@fairgate/shared/payments/inspect-intent.ts';
import { wasNotSent } from '@fairgate/shared/payments/not-sent-error.ts';
import { paced } from '@fairgate/shared/process/recovery-pace.ts';
import { isTelling, type MoneyBackEventType, tellsSomething } from '@fairgate/shared/states/decide-intent.ts';
import { inboxRetrySeconds } from '@fairgate/shared/states/due-times.ts';
import type { WorkerStores } from '../worker-stores.ts';
import { followDisputesOf, followRefundsOf } from './follow-money-back.ts';

const eventsPerRound = 50;

const aboutMoneyBack: Readonly<
  Record<MoneyBackEventType, (stores: WorkerStores, paymentIntentId: string) => Promise<void>>
> = {
  'refund.updated': followRefundsOf,
  'refund.failed': followRefundsOf,
  'charge.dispute.created': followDisputesOf,
  'charge.dispute.updated': followDisputesOf,
  'charge.dispute.closed': followDisputesOf,
};

/** Works off kept webhooks, each a reason to ask Stripe. `stripeEventId` narrows it to the one a job named. */
export async function readInbox(stores: WorkerStores, stripeEventId: string | null): Promise<boolean> {
  if (stores.outage.isOpen()) return false;
  const events = await takeInboxEvents(
    stores.database,
    stripeEventId,
    paced(inboxRetrySeconds),
    eventsPerRound,
  );
  await Promise.all(events.map((event) => readEvent(stores, event)));
  return events.length === eventsPerRound;
}

async function readEvent(stores: WorkerStores, event: InboxEvent): Promise<void> {
  try {
    if (event.paymentIntentId !== null && (await isWorthAsking(stores, event.type, event.paymentIntentId))) {
      const outcome = await inspectIntent(stores, event.paymentIntentId, `webhook ${event.type}`);
      tellMismatch(stores.log, outcome);
      if (outcome.kind === 'authorized') stores.jobs.send('finalize', outcome.order);
      // Its AUTHORIZE is not stored yet: nobody was shown the intent, and the operation is swept until it is.
      if (outcome.kind === 'unknownIntent')
        stores.log.info({ event: event.stripeEventId }, 'a webhook of an unknown intent');
    }
    if (event.paymentIntentId !== null)
      await aboutMoneyBack[event.type as MoneyBackEventType]?.(stores, event.paymentIntentId);
    await markInboxProcessed(stores.database, event.stripeEventId);
  } catch (error) {
    stores.log.warn(
      { err: error, event: event.stripeEventId },
      'a webhook was not worked off and is tried again',
    );
    await markInboxFailed(stores.database, event.stripeEventId, String(error), !wasNotSent(error));
  }
}

async function isWorthAsking({ database }: WorkerStores, type: string, intentId: string): Promise<boolean> {
  return isTelling(type) && tellsSomething(type, await findStateOfIntent(database, intentId));
}
