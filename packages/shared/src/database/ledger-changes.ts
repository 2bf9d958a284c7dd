import { type SeatStatus, statusByLedger } from '../domain/seat-status.ts';
import type { Database } from './client.ts';

/** A ticket's status as the ledger has it. */
export interface LedgerStatus {
  readonly number: number;
  readonly status: Exclude<SeatStatus, 1>;
}

interface StatusRow {
  number: number;
  kind: string;
  inDrop: boolean;
}

const statusOf = ({ number, kind, inDrop }: StatusRow): LedgerStatus => ({
  number,
  status: statusByLedger(kind, inDrop),
});

/** The database's clock, in milliseconds since 1970. */
export async function readDatabaseClock(database: Database): Promise<number> {
  const [row] = await database.$queryRaw<{ ms: number }[]>`
    select extract(epoch from clock_timestamp())::float8 * 1000 as ms`;
  return row?.ms ?? 0;
}

/** Every ticket of an event. */
export async function loadAllStatuses(database: Database, eventId: string): Promise<LedgerStatus[]> {
  const rows = await database.$queryRaw<StatusRow[]>`
    select t.number, h.kind, t.drop_id is not null as "inDrop"
    from tickets t join ticket_holders h on h.event_id = t.event_id and h.ticket_number = t.number
    where t.event_id = ${eventId}::uuid`;
  return rows.map(statusOf);
}

/**
 * The tickets of all events of whose histories something was appended since then, as they stand now. An entry bears the
 * time at which its statement began: ask from as much earlier as a statement may take.
 */
export async function loadChangedStatuses(
  database: Database,
  sinceMs: number,
): Promise<(LedgerStatus & { readonly eventId: string })[]> {
  const rows = await database.$queryRaw<(StatusRow & { eventId: string })[]>`
    with changed as materialized (
      select distinct event_id, ticket_number from ticket_ledger where at >= to_timestamp(${sinceMs}::float8 / 1000))
    select t.event_id as "eventId", t.number, h.kind, t.drop_id is not null as "inDrop"
    from changed c
    join tickets t on t.event_id = c.event_id and t.number = c.ticket_number
    join ticket_holders h on h.event_id = t.event_id and h.ticket_number = t.number`;
  return rows.map((row) => ({ ...statusOf(row), eventId: row.eventId }));
}
