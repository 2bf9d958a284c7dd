import { loadDueOperations } from '@fairgate/shared/database/payment-operations.ts';
import { tellMismatch } from '@fairgate/shared/payments/inspect-intent.ts';
import { performOperation } from '@fairgate/shared/payments/perform-operation.ts';
import { graceSeconds } from '@fairgate/shared/states/due-times.ts';
import type { WorkerStores } from '../worker-stores.ts';

const operationsPerRound = 100;

/** Makes one intended Stripe call and passes on what it discovered. While Stripe is out it waits for the sweeper. */
export async function performPayment(stores: WorkerStores, eventId: string, opId: string): Promise<void> {
  if (stores.outage.isOpen()) return;
  const outcome = await performOperation(stores, eventId, opId);
  if (outcome.kind === 'later')
    stores.log.warn({ opId, why: outcome.why }, 'a Stripe call is tried again later');
  if (outcome.kind === 'done') tellMismatch(stores.log, outcome.inspected);
  if (outcome.kind === 'done' && outcome.inspected?.kind === 'authorized') {
    stores.jobs.send('finalize', outcome.inspected.order);
  }
}

/** Finds operations whose job was lost, and those whose answer never came. */
export async function sweepOperations(
  stores: WorkerStores,
  queuesOn: boolean,
  concurrency: number,
): Promise<boolean> {
  if (stores.outage.isOpen()) return false;
  const due = await loadDueOperations(stores.database, graceSeconds(queuesOn), operationsPerRound);
  const waiting = [...due];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { eventId, opId } = next;
      await performPayment(stores, eventId, opId).catch((error: unknown) =>
        stores.log.warn({ err: error, opId }, 'an operation failed and is swept again'),
      );
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return due.length === operationsPerRound;
}
