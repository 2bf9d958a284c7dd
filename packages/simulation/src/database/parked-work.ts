import type { ModelDatabase } from './model-database.ts';
import { isOpen } from './rows.ts';

/** Somebody in operations has everything parked tried again: parked-work.ts in packages/shared/src/database. */
export function retryParked(db: ModelDatabase): number {
  let retried = 0;
  for (const operation of db.openOperations) {
    if (!operation.isParked || !isOpen(operation)) continue;
    operation.isParked = false;
    operation.failures = 0;
    operation.dueAt = db.now;
    db.onDue.operation(db.now);
    retried += 1;
  }
  for (const order of db.unfinished) {
    if (!order.isParked || order.state !== 'AUTHORIZED') continue;
    order.isParked = false;
    order.finalizeFailures = 0;
    order.finalizeDueAt = db.now;
    db.onDue.authorized(db.now);
    retried += 1;
  }
  for (const row of db.openInbox) {
    if (!row.isParked || row.processed) continue;
    row.isParked = false;
    row.attempts = 0;
    row.dueAt = db.now;
    db.onDue.inbox(db.now);
    retried += 1;
  }
  return retried;
}
