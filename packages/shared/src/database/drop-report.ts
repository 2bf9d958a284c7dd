import type { IndexRange } from '../domain/ranks.ts';
import type { Database } from './client.ts';
import type { DropIds } from './drop-record.ts';
import { sql } from './sql.ts';

/** What tells whether a drop is over. Milliseconds are UTC instants, by the database's clock. */
export interface DropStandingRow {
  readonly atMs: number;
  /** Tickets that it has, of these not sold, and those in somebody's hands. */
  readonly offered: number;
  readonly unsold: number;
  readonly sold: number;
  readonly shoppers: number;
  readonly ordersUnfinished: number;
  readonly closedMs: number | null;
  readonly lastLeftMs: number | null;
}

const unsoldKinds = sql`('MINT', 'REFUND', 'VOID', 'RELEASE')`;
const heldKinds = sql`('SALE', 'TRANSFER', 'CHECKIN', 'CHECKIN_UNDO')`;
const unfinishedStates = sql`('PENDING_PAYMENT', 'AUTHORIZED', 'EXPIRING', 'FINALIZED', 'LOST', 'CAPTURE_FAILED')`;

export async function loadDropStanding(
  database: Database,
  { eventId, dropId }: DropIds,
): Promise<DropStandingRow> {
  const [row] = await database.$queryRaw<
    (Omit<DropStandingRow, 'atMs' | 'closedMs' | 'lastLeftMs'> & {
      readonly at: Date;
      readonly closedAt: Date | null;
      readonly lastLeftAt: Date | null;
    })[]
  >`
    select clock_timestamp() as at, n.offered, n.unsold, n.sold,
      (select count(*)::int from admissions a
        where a.event_id = ${eventId}::uuid and a.drop_id = ${dropId}::uuid and a.state = 'ACTIVE') as shoppers,
      (select count(*)::int from orders o where o.event_id = ${eventId}::uuid and o.drop_id = ${dropId}::uuid
        and o.state in ${unfinishedStates}) as "ordersUnfinished",
      (select max(l.at) from audit_log l
        where (l.subject = ${`drop:${dropId}`} and l.action = 'drop.control' and l.detail -> 'set' ->> 'state' = 'CLOSED')
          or (l.subject = ${`event:${eventId}`} and l.action = 'event.cancel')) as "closedAt",
      (select max(a.ended_at) from admissions a
        where a.event_id = ${eventId}::uuid and a.drop_id = ${dropId}::uuid) as "lastLeftAt"
    from (
      select count(*)::int as offered, count(*) filter (where h.kind in ${unsoldKinds})::int as unsold,
        count(*) filter (where h.kind in ${heldKinds})::int as sold
      from tickets t join ticket_holders h on h.event_id = t.event_id and h.ticket_number = t.number
      where t.event_id = ${eventId}::uuid and t.drop_id = ${dropId}::uuid and t.retired_at is null) n`;
  if (row === undefined) throw new Error('counting gave no row');
  const { at, closedAt, lastLeftAt, ...counts } = row;
  return {
    ...counts,
    atMs: at.getTime(),
    closedMs: closedAt?.getTime() ?? null,
    lastLeftMs: lastLeftAt?.getTime() ?? null,
  };
}

export interface LaneReportRow {
  readonly lane: number;
  readonly name: string;
  readonly weight: number;
  readonly places: number | null;
  /** How far it was served when that was last written down. */
  readonly served: number;
  readonly entrants: number;
  /** Above the highest index that Postgres knows of. */
  readonly indices: number;
  readonly skipped: readonly IndexRange[];
  readonly admitted: number;
  readonly turnsTaken: number;
  /** Turns that were used for places that their accounts have not any more: they joined again. */
  readonly replaced: number;
  /** Median and ninth decile in seconds, of all who came in with the place that they still have; null: nobody did. */
  readonly waits: readonly [number, number] | null;
}

/** By lane from 0. Waits begin with joining, or with the opening if that was later. */
export async function loadLaneReports(
  database: Database,
  { eventId, dropId }: DropIds,
  opensAt: Date,
): Promise<LaneReportRow[]> {
  return database.$queryRaw`
    select l.lane, l.name, l.weight, l.places, l.serving as served, coalesce(n.entrants, 0) as entrants,
      greatest(n.last_index, a.last_index, -1) + 1 as indices,
      coalesce((select jsonb_agg(jsonb_build_object('from', g.from_index, 'to', g.to_index) order by g.from_index)
        from drop_index_gaps g where g.event_id = l.event_id and g.drop_id = l.drop_id and g.lane = l.lane), '[]') as skipped,
      coalesce(a.admitted, 0) as admitted, coalesce(a.turns_taken, 0) as "turnsTaken",
      coalesce(a.replaced, 0) as replaced, a.waits
    from drop_lanes l
    left join (
      select e.lane, count(*)::int as entrants, max(e.entry_index) as last_index from drop_entries e
      where e.event_id = ${eventId}::uuid and e.drop_id = ${dropId}::uuid group by e.lane) n on n.lane = l.lane
    left join (
      select a.lane, count(*)::int as admitted, count(distinct a.entry_index)::int as turns_taken,
        (count(distinct a.entry_index) filter (where e.account_id is null))::int as replaced,
        max(a.entry_index) as last_index,
        percentile_cont(array[0.5, 0.9]) within group (order by greatest(0,
          extract(epoch from a.granted_at - greatest(e.joined_at, ${opensAt}::timestamptz))::float8))
          filter (where e.account_id is not null) as waits
      from admissions a
      left join drop_entries e on e.event_id = a.event_id and e.drop_id = a.drop_id and e.lane = a.lane
        and e.entry_index = a.entry_index and e.account_id = a.account_id
      where a.event_id = ${eventId}::uuid and a.drop_id = ${dropId}::uuid group by a.lane) a on a.lane = l.lane
    where l.event_id = ${eventId}::uuid and l.drop_id = ${dropId}::uuid order by l.lane`;
}

/** Orders that were paid, also those refunded since. */
export async function loadBought(
  database: Database,
  { eventId, dropId }: DropIds,
): Promise<{ readonly orders: number; readonly tickets: number }> {
  const [row] = await database.$queryRaw<{ orders: number; tickets: number }[]>`
    select count(*)::int as orders, coalesce(sum(ticket_count), 0)::int as tickets from orders
    where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and state in ('PAID', 'REFUNDED')`;
  return row ?? { orders: 0, tickets: 0 };
}

/** When nothing was left for the first time, by the ledger of the tickets that the drop has; null: never. */
export async function loadSoldOutAt(database: Database, { eventId, dropId }: DropIds): Promise<Date | null> {
  const rows = await database.$queryRaw<{ at: Date }[]>`
    select at from (
      select s.at, sum(s.change) over (order by s.at) as unsold from (
        select l.at, sum((l.kind in ${unsoldKinds})::int - coalesce((l.prev_kind in ${unsoldKinds})::int, 0)) as change
        from tickets t join ticket_ledger l on l.event_id = t.event_id and l.ticket_number = t.number
        where t.event_id = ${eventId}::uuid and t.drop_id = ${dropId}::uuid group by l.at) s) counted
    where unsold = 0 order by at limit 1`;
  return rows[0]?.at ?? null;
}
