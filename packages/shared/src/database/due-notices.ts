import type { LineNoticeKind, NoticeBand } from '../domain/line-notices.ts';
import type { Database } from './client.ts';
import type { DropIds } from './drop-record.ts';

/** A request whose place was not reckoned yet; lane and index are null while Postgres knows of no place. */
export interface UnplacedNotice {
  readonly accountId: string;
  readonly lane: number | null;
  readonly index: number | null;
}

export interface NoticePlace {
  readonly accountId: string;
  readonly lane: number;
  readonly index: number;
  readonly position: number;
  readonly turnOnly: boolean;
}

/** A request of which something may be due; see domain/line-notices. */
export interface DueNoticeRow {
  readonly accountId: string;
  readonly lane: number;
  readonly index: number;
  readonly position: number;
  readonly turnOnly: boolean;
  readonly soonTold: boolean;
  readonly turnTold: boolean;
  readonly cameIn: boolean;
}

export interface NoticeToQueue {
  readonly accountId: string;
  readonly lane: number;
  readonly index: number;
  readonly kind: LineNoticeKind | 'over';
  /** Until when the turn is kept, a UTC instant in milliseconds; null: nobody can say. */
  readonly keptUntilMs: number | null;
}

/** Of these drops, those in which somebody still waits to be told. */
export async function withOpenNotices(database: Database, drops: readonly DropIds[]): Promise<Set<string>> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    select o.id from unnest(${drops.map(({ eventId }) => eventId)}::uuid[], ${drops.map(({ dropId }) => dropId)}::uuid[]) as o (event_id, id)
    where exists (select from line_notices n where n.event_id = o.event_id and n.drop_id = o.id and n.position is null)
      or exists (select from line_notices n
        where n.event_id = o.event_id and n.drop_id = o.id and n.position is not null and n.turn_at is null)`;
  return new Set(rows.map(({ id }) => id));
}

/** Requests that are to be looked at, those that waited longest first. */
export async function loadUnplacedNotices(
  database: Database,
  { eventId, dropId }: DropIds,
  max: number,
): Promise<UnplacedNotice[]> {
  return database.$queryRaw`
    select n.account_id as "accountId", e.lane, e.entry_index as index
    from (select * from line_notices u
      where u.event_id = ${eventId}::uuid and u.drop_id = ${dropId}::uuid and u.position is null
        and u.look_at <= clock_timestamp()
      order by u.look_at limit ${max}::int) n
    left join drop_entries e on e.event_id = n.event_id and e.drop_id = n.drop_id and e.account_id = n.account_id
      and e.left_at is null`;
}

/**
 * Notes the places of requests, where they are so still. Whoever joins anew locks the entry first, and so do we; rows are
 * found by their keys one by one and written where they were found, whatever the planner believes of a young table: were
 * "position is null" said as it is, it might read the index of all that are unplaced for each of them.
 */
export async function placeNotices(
  database: Database,
  { eventId, dropId }: DropIds,
  places: readonly NoticePlace[],
): Promise<void> {
  if (places.length === 0) return;
  const sorted = places.toSorted(byAccount);
  await database.$executeRaw`
    with placed as materialized (
      select p.lane, p.entry_index, p.position, p.turn_only, n.found
      from unnest(${sorted.map((one) => one.accountId)}::uuid[], ${sorted.map((one) => one.lane)}::smallint[],
        ${sorted.map((one) => one.index)}::int[], ${sorted.map((one) => one.position)}::int[],
        ${sorted.map((one) => one.turnOnly)}::bool[]) as p (account_id, lane, entry_index, position, turn_only)
      cross join lateral (
        select from drop_entries e where e.event_id = ${eventId}::uuid and e.drop_id = ${dropId}::uuid
          and e.lane = p.lane and e.entry_index = p.entry_index and e.account_id = p.account_id for share) e
      cross join lateral (
        select x.ctid as found from line_notices x where x.event_id = ${eventId}::uuid and x.drop_id = ${dropId}::uuid
          and x.account_id = p.account_id and coalesce(x.position, -1) = -1 for update) n)
    update line_notices n set lane = p.lane, entry_index = p.entry_index, position = p.position, turn_only = p.turn_only
    from placed p where n.ctid = p.found`;
}

/** An opening that was put off brought a lobby: where people stand is drawn anew. */
export async function forgetNoticePlaces(database: Database, { eventId, dropId }: DropIds): Promise<void> {
  await database.$executeRaw`
    update line_notices set lane = null, entry_index = null, position = null, turn_only = false, soon_at = null, turn_at = null
    where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and position is not null and turn_at is null`;
}

/** Those without a place, or whose position is not known, are looked at again later. */
export async function lookLater(
  database: Database,
  { eventId, dropId }: DropIds,
  accountIds: readonly string[],
  seconds: number,
): Promise<void> {
  if (accountIds.length === 0) return;
  await database.$executeRaw`
    update line_notices n set look_at = clock_timestamp() + make_interval(secs => ${seconds}::float8)
    where n.event_id = ${eventId}::uuid and n.drop_id = ${dropId}::uuid and n.account_id = any (${[...accountIds]}::uuid[])
      and coalesce(n.position, -1) = -1`;
}

/** Requests within the lanes' bands, from the front, at most `max` of each kind and lane. @param bands by lane from 0 */
export async function loadDueNotices(
  database: Database,
  { eventId, dropId }: DropIds,
  bands: readonly NoticeBand[],
  max: number,
): Promise<DueNoticeRow[]> {
  return database.$queryRaw`
    select n.account_id as "accountId", n.lane, n.entry_index as index, n.position, n.turn_only as "turnOnly",
      n.soon_at is not null as "soonTold", n.turn_at is not null as "turnTold",
      exists (select from admissions a where a.event_id = n.event_id and a.drop_id = n.drop_id
        and a.account_id = n.account_id and a.lane = n.lane and a.entry_index = n.entry_index and a.state = 'ACTIVE') as "cameIn"
    from unnest(${bands.map((one) => one.turnBelow)}::int[], ${bands.map((one) => one.soonFrom)}::int[],
      ${bands.map((one) => one.soonBelow)}::int[]) with ordinality as b (turn_below, soon_from, soon_below, place)
    cross join lateral (
      (select * from line_notices x
        where x.event_id = ${eventId}::uuid and x.drop_id = ${dropId}::uuid and x.lane = (b.place - 1)::smallint
          and x.position is not null and x.turn_at is null and x.position < b.turn_below
        order by x.position limit ${max}::int)
      union all
      (select * from line_notices x
        where x.event_id = ${eventId}::uuid and x.drop_id = ${dropId}::uuid and x.lane = (b.place - 1)::smallint
          and x.position is not null and x.turn_at is null and x.soon_at is null and not x.turn_only
          and x.position >= b.soon_from and x.position < b.soon_below
        order by x.position limit ${max}::int)) n`;
}

/**
 * Notes notices as told and queues them, by mail and to each browser: one statement, so that all of it is so or nothing,
 * and each notice of a place is queued once, whatever dies and however many do it. A place that changed meanwhile is left.
 * @returns how many were noted
 */
export async function queueNotices(
  database: Database,
  { eventId, dropId }: DropIds,
  notices: readonly NoticeToQueue[],
): Promise<number> {
  if (notices.length === 0) return 0;
  const sorted = notices.toSorted(byAccount);
  const kept = sorted.map(({ keptUntilMs }) => (keptUntilMs === null ? null : new Date(keptUntilMs)));
  const rows = await database.$queryRaw<{ n: number }[]>`
    with wanted as materialized (
      select w.kind, w.kept_until, n.found
      from unnest(${sorted.map((one) => one.accountId)}::uuid[], ${sorted.map((one) => one.kind)}::text[],
        ${sorted.map((one) => one.lane)}::smallint[], ${sorted.map((one) => one.index)}::int[], ${kept}::timestamptz[])
        as w (account_id, kind, lane, entry_index, kept_until)
      cross join lateral (
        select x.ctid as found from line_notices x
        where x.event_id = ${eventId}::uuid and x.drop_id = ${dropId}::uuid and x.account_id = w.account_id
          and x.lane = w.lane and x.entry_index = w.entry_index and x.turn_at is null
          and (w.kind <> 'soon' or x.soon_at is null)
        for update skip locked) n),
    told as (
      update line_notices n set soon_at = case when w.kind = 'soon' then clock_timestamp() else n.soon_at end,
        turn_at = case when w.kind <> 'soon' then clock_timestamp() end
      from wanted w where n.ctid = w.found
      returning n.event_id, n.drop_id, n.account_id, n.email, n.lane, n.entry_index, w.kind,
        n.drop_id || ':' || n.account_id || ':' || n.lane || ':' || n.entry_index as place,
        jsonb_build_object('template', 'line-' || w.kind, 'dropId', n.drop_id, 'accountId', n.account_id, 'lane', n.lane,
          'index', n.entry_index, 'keptUntil', w.kept_until) as payload),
    mails as (
      insert into outbox (topic, dedupe_key, event_id, payload)
      select 'mail', 'line-' || kind || ':' || place, event_id, payload from told where kind <> 'over' and email
      on conflict do nothing),
    pushes as (
      insert into outbox (topic, dedupe_key, event_id, payload)
      select 'push', 'line-' || t.kind || ':' || t.place || ':' || encode(d.device, 'hex'), t.event_id,
        t.payload || jsonb_build_object('device', encode(d.device, 'hex'))
      from told t join line_notice_devices d
        on d.event_id = t.event_id and d.drop_id = t.drop_id and d.account_id = t.account_id
      where t.kind <> 'over' on conflict do nothing)
    select count(*)::int as n from told`;
  return rows[0]?.n ?? 0;
}

/** In which order rows are locked, by everybody. */
function byAccount(one: { readonly accountId: string }, other: { readonly accountId: string }): number {
  return one.accountId < other.accountId ? -1 : 1;
}
