import type { Database } from './client.ts';

/** Whether sales are shut, and what a restore left behind. */
export interface RecoveryState {
  /** Made once; the same after every restore. */
  readonly installationId: string;
  readonly journalOn: boolean;
  readonly issueEpoch: number;
  readonly salesShutAt: Date | null;
  readonly shutReason: string | null;
  readonly restoredTo: Date | null;
}

export async function readRecoveryState(database: Database): Promise<RecoveryState> {
  const [row] = await database.$queryRaw<RecoveryState[]>`
    select installation_id as "installationId", journal_on as "journalOn", issue_epoch as "issueEpoch",
      sales_shut_at as "salesShutAt", shut_reason as "shutReason", restored_to as "restoredTo" from recovery_state where id = 1`;
  if (row === undefined) throw new Error('the recovery row is missing');
  return row;
}

/** Nobody comes in, holds or orders any more, within a second; those who wait keep their place. */
export async function shutSales(database: Database, reason: string): Promise<void> {
  await database.$queryRaw`select shut_sales(${reason})::text`;
}

export async function openSales(database: Database): Promise<void> {
  await database.$queryRaw`select open_sales()::text`;
}
