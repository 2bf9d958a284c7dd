import { loadActiveAdmissions, markResumed, readOutage } from '@fairgate/shared/database/stripe-outages.ts';
import { loadClaimingOrders } from '@fairgate/shared/database/unfinished-leases.ts';
import { leaseGraceSeconds } from '@fairgate/shared/domain/limits.ts';
import { prolongAdmission, prolongLeases } from '@fairgate/shared/redis/prolong-leases.ts';
import type { WorkerStores } from '../worker-stores.ts';

/** While Stripe is out, leases are prolonged this often; each lasts the grace longer. Milliseconds. */
export const followOutageEveryMs = 1_000;
/** An event that cannot be prolonged does not keep the others waiting for longer. Seconds. */
const resumeSecondsMax = 60;

/** Prolongs the leases of an event's unfinished orders, or of one, to their deadlines by the database's clock. */
export async function prolongOrderLeases(
  { database, redis }: Pick<WorkerStores, 'database' | 'redis'>,
  epoch: number,
  eventId: string,
  orderId: string | null,
): Promise<void> {
  for (const order of await loadClaimingOrders(database, eventId, orderId)) {
    const leaseSeconds = Math.max(0, order.secondsLeft) + leaseGraceSeconds;
    await prolongLeases(redis, epoch, eventId, order, leaseSeconds * 1000);
  }
}

/**
 * Keeps orders' seats leased while Stripe is out, and once it is back prolongs what the outage moved in Postgres:
 * orders' leases and shoppers' admissions. Then people are let in again. Doing it twice changes nothing.
 */
export async function followOutage(stores: WorkerStores): Promise<void> {
  if (!stores.outage.isInterrupted()) return;
  const epoch = stores.epoch.current();
  const outage = await readOutage(stores.database);
  if (epoch === null || outage === null) return;
  let failed = false;
  const drops = await stores.liveDrops.open();
  for (const eventId of new Set(drops.map((drop) => drop.eventId))) {
    try {
      await prolongOrderLeases(stores, epoch, eventId, null);
      for (const { id: dropId } of outage.isOpen ? [] : drops.filter((drop) => drop.eventId === eventId)) {
        for (const admission of await loadActiveAdmissions(stores.database, eventId, dropId))
          await prolongAdmission(stores.redis, { epoch, eventId, dropId }, admission);
      }
    } catch (error) {
      failed = true;
      stores.log.warn({ err: error, eventId }, 'leases were not prolonged and are tried again');
    }
  }
  if (outage.isOpen || (failed && (outage.secondsSinceEnd ?? 0) < resumeSecondsMax)) return;
  await markResumed(stores.database, outage.id);
  await stores.outage.refresh();
  stores.log.info({ outage: String(outage.id) }, 'people are let in again after an outage of Stripe');
}
