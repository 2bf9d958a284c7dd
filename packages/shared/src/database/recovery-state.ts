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

/** Whether operators hold every line: nobody is given a turn, and who is inside goes on. */
export async function areLinesHeld(database: Database): Promise<boolean> {
  const [row] = await database.$queryRaw<{ held: boolean }[]>`
    select lines_held_at is not null as held from recovery_state where id = 1`;
  return row?.held === true;
}

export type SalesState = 'RUNNING' | 'HELD' | 'STOPPED';

/** What all sales do at the moment, since when and why. `byOperations`: operations may set it running again. */
export interface SalesRecord {
  readonly state: SalesState;
  readonly since: Date | null;
  readonly reason: string | null;
  readonly byOperations: boolean;
}

export async function readSales(database: Database): Promise<SalesRecord> {
  const [row] = await database.$queryRaw<SalesRecord[]>`
    select case when sales_shut_at is not null then 'STOPPED' when lines_held_at is not null then 'HELD' else 'RUNNING' end as state,
      coalesce(sales_shut_at, lines_held_at) as since, coalesce(shut_reason, hold_reason) as reason,
      sales_shut_at is null or starts_with(shut_reason, 'shut by operations') as "byOperations"
    from recovery_state where id = 1`;
  if (row === undefined) throw new Error('the recovery row is missing');
  return row;
}

/** RECOVERING: sales were shut by a restore or a replay, and stay so. */
export async function setSales(
  database: Database,
  actor: string,
  state: SalesState,
  reason: string,
): Promise<'SET' | 'RECOVERING'> {
  const [row] = await database.$queryRaw<{ outcome: 'SET' | 'RECOVERING' }[]>`
    select set_sales(${actor}::uuid, ${state}, ${reason}) as outcome`;
  if (row === undefined) throw new Error('set_sales answered nothing');
  return row.outcome;
}
