import { loadUnsettledDisputes } from '@fairgate/shared/database/disputes.ts';
import { takeRefundsToAsk } from '@fairgate/shared/database/refunds.ts';
import {
  discoverDisputes,
  type FollowedDispute,
  followDisputes,
} from '@fairgate/shared/payments/follow-disputes.ts';
import { followRefunds } from '@fairgate/shared/payments/follow-refunds.ts';
import type { WorkerStores } from '../worker-stores.ts';

const refundsPerRound = 20;
const disputesPerRound = 100;
/** A refund of which the bank has not had the last word is asked about this often. Seconds. */
const refundQuietSeconds = 600;
/** Stripe repeats webhooks for three days; what is older was found before. Seconds. */
const disputesSinceSeconds = 4 * 86_400;

export const askDisputesEveryMs = 3_600_000;

/** Records what became of an intent's refunds, and cries out about those that are none of ours. */
export async function followRefundsOf(stores: WorkerStores, paymentIntentId: string): Promise<void> {
  for (const strange of await followRefunds(stores, paymentIntentId))
    stores.log.error(strange, 'Stripe has a refund that we did not order: a person must look at it');
}

/** Records what became of an intent's disputes. */
export async function followDisputesOf(stores: WorkerStores, paymentIntentId: string): Promise<void> {
  tellDisputes(stores, await followDisputes(stores, paymentIntentId));
}

/** Asks about refunds whose webhooks may all be lost. */
export async function askAboutRefunds(stores: WorkerStores): Promise<boolean> {
  if (stores.outage.isOpen()) return false;
  const due = await takeRefundsToAsk(stores.database, refundQuietSeconds, refundsPerRound);
  for (const { paymentIntentId } of due) {
    // Each was handed out for ten minutes: one that Stripe does not answer for must not take the others along.
    await followRefundsOf(stores, paymentIntentId).catch((error: unknown) =>
      stores.log.warn({ err: error, paymentIntentId }, 'refunds could not be asked about'),
    );
  }
  return due.length === refundsPerRound;
}

/** Asks for disputes, new and unsettled, whose webhooks may all be lost. */
export async function askAboutDisputes(stores: WorkerStores): Promise<void> {
  if (stores.outage.isOpen()) return;
  const since = Math.floor(Date.now() / 1000) - disputesSinceSeconds;
  tellDisputes(stores, await discoverDisputes(stores, since));
  for (const { paymentIntentId } of await loadUnsettledDisputes(stores.database, disputesPerRound)) {
    await followDisputesOf(stores, paymentIntentId).catch((error: unknown) =>
      stores.log.warn({ err: error, paymentIntentId }, 'disputes could not be asked about'),
    );
  }
}

function tellDisputes(stores: WorkerStores, followed: readonly FollowedDispute[]): void {
  for (const dispute of followed) {
    if (dispute.outcome === 'FAILED') stores.log.error(dispute, 'a dispute could not be recorded');
    else if (dispute.outcome === 'NO_ORDER')
      stores.log.warn(dispute, 'a dispute of a payment that is none of ours');
    else stores.log.info(dispute, 'a dispute was recorded');
  }
}
