import { triesBeforeParkingMax } from '@fairgate/shared/domain/limits.ts';
import type { ModelDatabase } from './model-database.ts';
import { isOpen, NONE, type OperationRow } from './rows.ts';

/** The statements of packages/shared/src/database/payment-operations.ts. */

/** false: another process has it, or it is settled. */
export function markSent(db: ModelDatabase, operation: OperationRow, retryAfterSeconds: number): boolean {
  const { state } = operation;
  if (operation.isParked) return false;
  if (state !== 'PENDING' && !((state === 'SENT' || state === 'UNKNOWN') && operation.dueAt <= db.now))
    return false;
  operation.state = 'SENT';
  if (operation.sentAt === NONE) operation.sentAt = db.now;
  setDue(db, operation, retryAfterSeconds);
  return true;
}

export function markUnknown(db: ModelDatabase, operation: OperationRow, retryAfterSeconds: number): void {
  if (operation.state !== 'SENT' && operation.state !== 'UNKNOWN') return;
  operation.state = 'UNKNOWN';
  operation.failures += 1;
  operation.isParked = operation.failures >= triesBeforeParkingMax;
  setDue(db, operation, retryAfterSeconds);
}

export function postpone(db: ModelDatabase, operation: OperationRow, retryAfterSeconds: number): void {
  if (isOpen(operation)) setDue(db, operation, retryAfterSeconds);
}

export function failOperation(_db: ModelDatabase, operation: OperationRow): void {
  if (operation.state === 'SENT' || operation.state === 'UNKNOWN') operation.state = 'FAILED';
}

export function openNextAttempt(db: ModelDatabase, operation: OperationRow, retryAfterSeconds: number): void {
  if (operation.state !== 'SENT' && operation.state !== 'UNKNOWN') return;
  operation.state = 'FAILED';
  const { order, kind, amountMinor, attempt, failures, isParked } = operation;
  const next = db.appendOperation(order, kind, amountMinor, attempt + 1, db.now + retryAfterSeconds * 1000);
  next.failures = failures;
  next.isParked = isParked;
}

/** Those that are due since `graceSeconds`. */
export function loadDueOperations(db: ModelDatabase, graceSeconds: number): OperationRow[] {
  const due: OperationRow[] = [];
  const open = db.openOperations;
  let kept = 0;
  for (const operation of open) {
    if (!isOpen(operation)) continue;
    open[kept] = operation;
    kept += 1;
    if (!operation.isParked && operation.dueAt <= db.now - graceSeconds * 1000) due.push(operation);
  }
  if (kept < open.length) open.length = kept;
  return due;
}

function setDue(db: ModelDatabase, operation: OperationRow, seconds: number): void {
  operation.dueAt = db.now + seconds * 1000;
  db.onDue.operation(operation.dueAt);
}
