import type { Database } from '@fairgate/shared/database/client.ts';
import type { OrderRef } from '@fairgate/shared/database/purchase.ts';
import { untilJournaled } from '@fairgate/shared/database/sale-journal.ts';
import { Problem } from '@fairgate/shared/errors.ts';

/** How long an answer waits for the sale journal's disk. Milliseconds. */
const journaledWithinMs = 5_000;
const retrySeconds = 3;

/**
 * Before anybody is told that a ticket of theirs changed: while the sale journal is on, it is on disk. Else
 * STORE_UNAVAILABLE; the same request again is told once it is.
 */
export async function awaitJournal(database: Database, order: OrderRef): Promise<void> {
  if (!(await untilJournaled(database, order, journaledWithinMs)))
    throw new Problem('STORE_UNAVAILABLE', {}, retrySeconds);
}
