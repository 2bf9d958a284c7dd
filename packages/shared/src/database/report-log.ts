import type { WaitedEntry } from '../domain/judge-estimates.ts';
import type { Database } from './client.ts';
import type { DropIds } from './drop-record.ts';

export interface LogReport {
  /** Its last entry, by which anybody tells later whether it was rewritten; null: the log is empty. */
  readonly head: {
    readonly seq: number;
    readonly hash: Uint8Array;
    readonly at: Date;
    readonly keyId: string | null;
    readonly signature: string | null;
  } | null;
  readonly admissions: number;
  /** Admissions of positions that had not been served by then. */
  readonly beforeTurn: number;
  readonly firstTurnsAt: Date | null;
  /** By lane, as last logged; empty: no turn was given. */
  readonly served: readonly number[];
  readonly joined: readonly number[];
}

/** What the admission log says as a whole. */
export async function loadLogReport(database: Database, { eventId, dropId }: DropIds): Promise<LogReport> {
  const [head] = await database.$queryRaw<NonNullable<LogReport['head']>[]>`
    select seq, hash, at, key_id as "keyId", signature from admission_log
    where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid order by seq desc limit 1`;
  const [turns] = await database.$queryRaw<{ served: number[]; joined: number[] }[]>`
    select served, joined from admission_log
    where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and kind = 'TURNS' order by seq desc limit 1`;
  // Served counts only grow from one TURNS to the next, so the greatest before an admission is the last.
  const [counts] = await database.$queryRaw<Pick<LogReport, 'admissions' | 'beforeTurn' | 'firstTurnsAt'>[]>`
    select count(*) filter (where kind = 'ADMISSION')::int as admissions,
      count(*) filter (where kind = 'ADMISSION' and position >= coalesce(known[lane + 1], 0))::int as "beforeTurn",
      min(at) filter (where kind = 'TURNS') as "firstTurnsAt"
    from (
      select kind, at, lane, position, max(served) over (order by seq) as known from admission_log
      where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid) l`;
  return {
    head: head ?? null,
    ...(counts ?? { admissions: 0, beforeTurn: 0, firstTurnsAt: null }),
    ...(turns ?? { served: [], joined: [] }),
  };
}

/**
 * Those who came in with the place that they still have, in the order of the log: all, or as many as `max`, evenly spread.
 */
export async function loadWaited(
  database: Database,
  { eventId, dropId }: DropIds,
  max: number,
): Promise<WaitedEntry[]> {
  const rows = await database.$queryRaw<
    (Pick<WaitedEntry, 'lane' | 'position'> & { readonly joinedAt: Date; readonly cameInAt: Date })[]
  >`
    with numbered as (
      select l.lane, l.position, l.at, l.admission_id, row_number() over (order by l.seq) - 1 as number,
        count(*) over () as total
      from admission_log l
      where l.event_id = ${eventId}::uuid and l.drop_id = ${dropId}::uuid and l.kind = 'ADMISSION'),
    chosen as materialized (
      select lane, position, at, admission_id from numbered
      where number % greatest(1, ceil(total::numeric / ${max}::int)::bigint) = 0 order by number limit ${max}::int)
    select c.lane, c.position, e.joined_at as "joinedAt", c.at as "cameInAt"
    from chosen c
    join admissions a on a.event_id = ${eventId}::uuid and a.id = c.admission_id
    join drop_entries e on e.event_id = a.event_id and e.drop_id = a.drop_id and e.lane = a.lane
      and e.entry_index = a.entry_index and e.account_id = a.account_id`;
  return rows.map(({ joinedAt, cameInAt, ...row }) => ({
    ...row,
    joinedMs: joinedAt.getTime(),
    cameInMs: cameInAt.getTime(),
  }));
}
