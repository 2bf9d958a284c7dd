import type { IndexRange } from '../domain/ranks.ts';
import { reach } from '../process/crash-points.ts';
import type { Database } from './client.ts';
import { settleInsertRace } from './insert-race.ts';
import { beingFilled, inForce } from './redis-epoch.ts';

/** A drop in the epoch under which something about it is written down. */
export interface DropInEpoch {
  readonly epoch: number;
  readonly eventId: string;
  readonly dropId: string;
}

export interface EntryRow {
  readonly accountId: string;
  readonly lane: number;
  readonly index: number;
  readonly joinedMs: number;
}

/**
 * Grants the next block of indices, unless somebody did already or the epoch is over: compare-and-set on the mark. The
 * mark as it is then.
 */
export async function grantIndexBlock(
  database: Database,
  { epoch, eventId, dropId }: DropInEpoch,
  lane: number,
  seenMark: number,
  block: number,
): Promise<number> {
  reach('grant-index-block.before');
  await database.$executeRaw`
    update drop_lanes set index_mark = index_mark + ${block}::int
    where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and lane = ${lane}::smallint
      and index_mark <= ${seenMark}::int and exists (${inForce(epoch)})`;
  reach('grant-index-block.after');
  const rows = await database.$queryRaw<{ mark: number }[]>`
    select index_mark as mark from drop_lanes
    where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and lane = ${lane}::smallint`;
  return rows[0]?.mark ?? 0;
}

/**
 * Copies joins of the epoch in force. An account that joined again, after using its turn or in another lane, has its newer
 * entry, and so has one that took up what it had given up; a repeated copy does nothing. false: the epoch is over, and with it these joins.
 */
export async function copyEntries(
  database: Database,
  { epoch, eventId, dropId }: DropInEpoch,
  entries: readonly EntryRow[],
): Promise<boolean> {
  // One statement cannot meet an account twice: only its newest join counts.
  const newest = [...new Map(entries.map((entry) => [entry.accountId, entry])).values()];
  reach('copy-entries.before');
  const copy = () => database.$queryRaw<{ inForce: boolean }[]>`
    with epoch as materialized (${inForce(epoch)}), copied as (
    insert into drop_entries as e (event_id, drop_id, lane, entry_index, account_id, joined_at)
      select ${eventId}::uuid, ${dropId}::uuid, n.lane, n.entry_index, n.account_id, to_timestamp(n.joined_ms / 1000)
      from epoch, unnest(${newest.map((entry) => entry.lane)}::smallint[], ${newest.map((entry) => entry.index)}::int[],
        ${newest.map((entry) => entry.accountId)}::uuid[], ${newest.map((entry) => entry.joinedMs)}::float8[])
        as n (lane, entry_index, account_id, joined_ms)
    on conflict (event_id, drop_id, account_id) do update
      set lane = excluded.lane, entry_index = excluded.entry_index, joined_at = excluded.joined_at, left_at = null
      where case when e.lane = excluded.lane then e.entry_index < excluded.entry_index
          or (e.entry_index = excluded.entry_index and e.left_at < excluded.joined_at)
        else e.joined_at < excluded.joined_at end)
    select exists (select 1 from epoch) as "inForce"`;
  // Another copier, or an admission that brings its entry along, may be writing the same.
  const [row] = await settleInsertRace(copy);
  reach('copy-entries.after');
  return row?.inForce === true;
}

/** Every entry of a drop, those that were given up among them, in pages by index, to fill an epoch with. */
export async function loadEntries(
  database: Database,
  eventId: string,
  dropId: string,
  lane: number,
  afterIndex: number,
  max: number,
): Promise<(EntryRow & { readonly isLeft: boolean })[]> {
  const rows = await database.$queryRaw<
    { accountId: string; index: number; joinedAt: Date; isLeft: boolean }[]
  >`
    select account_id as "accountId", entry_index as "index", joined_at as "joinedAt", left_at is not null as "isLeft"
    from drop_entries
    where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and lane = ${lane}::smallint
      and entry_index > ${afterIndex}::int
    order by entry_index limit ${max}::int`;
  return rows.map((row) => ({
    accountId: row.accountId,
    lane,
    index: row.index,
    joinedMs: row.joinedAt.getTime(),
    isLeft: row.isLeft,
  }));
}

/** An account's entry. null: it has none. */
export async function loadEntry(
  database: Database,
  { eventId, dropId }: { readonly eventId: string; readonly dropId: string },
  accountId: string,
): Promise<{ readonly lane: number; readonly index: number } | null> {
  const rows = await database.$queryRaw<{ lane: number; index: number }[]>`
    select lane, entry_index as index from drop_entries
    where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and account_id = ${accountId}::uuid`;
  return rows[0] ?? null;
}

export interface LaneState {
  readonly mark: number;
  /** How many people were served when that was last written down. */
  readonly served: number;
  /** Every gap that was ever noted, in order: those indices are nobody's. */
  readonly skipped: readonly IndexRange[];
}

/** A drop's lanes, from 0. */
export async function loadLaneStates(
  database: Database,
  { eventId, dropId }: { readonly eventId: string; readonly dropId: string },
): Promise<LaneState[]> {
  return database.$queryRaw`
    select l.index_mark as mark, l.serving as served,
      coalesce((select jsonb_agg(jsonb_build_object('from', g.from_index, 'to', g.to_index) order by g.from_index)
        from drop_index_gaps g where g.event_id = l.event_id and g.drop_id = l.drop_id and g.lane = l.lane), '[]') as skipped
    from drop_lanes l where l.event_id = ${eventId}::uuid and l.drop_id = ${dropId}::uuid order by l.lane`;
}

/** Writes down how far serving got; it only grows. */
export async function saveServed(
  database: Database,
  eventId: string,
  dropId: string,
  lane: number,
  served: number,
): Promise<void> {
  reach('save-served.before');
  await database.$executeRaw`
    update drop_lanes set serving = greatest(serving, least(${served}::int, index_mark))
    where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and lane = ${lane}::smallint
      and serving < ${served}::int`;
  reach('save-served.after');
}

/**
 * Notes, when an epoch is filled, which indices the forgotten Redis may have given out and nobody has: from the first
 * above everybody's to the mark. Noted twice is noted once. A filler that comes too late notes nothing: those indices may
 * be people's by then.
 * @param seenMark the mark when this epoch did not know the drop yet: what it gives out is above
 * @param claimedBy who fills the epoch; null: it is in force
 */
export async function noteIndexGap(
  database: Database,
  { epoch, eventId, dropId }: DropInEpoch,
  lane: number,
  seenMark: number,
  claimedBy: string | null,
): Promise<void> {
  const isOurs = claimedBy === null ? inForce(epoch) : beingFilled(epoch, claimedBy);
  reach('note-index-gap.before');
  await database.$executeRaw`
    insert into drop_index_gaps (event_id, drop_id, lane, from_index, to_index)
    select l.event_id, l.drop_id, l.lane, n.first_free, ${seenMark}::int
    from drop_lanes l cross join lateral (
      select greatest(0,
        (select max(e.entry_index) + 1 from drop_entries e
          where e.event_id = l.event_id and e.drop_id = l.drop_id and e.lane = l.lane),
        (select max(a.entry_index) + 1 from admissions a
          where a.event_id = l.event_id and a.drop_id = l.drop_id and a.lane = l.lane)) as first_free) n
    where l.event_id = ${eventId}::uuid and l.drop_id = ${dropId}::uuid and l.lane = ${lane}::smallint
      and n.first_free < least(${seenMark}::int, l.index_mark) and exists (${isOurs})
    on conflict (event_id, drop_id, lane, from_index) do update
      set to_index = greatest(drop_index_gaps.to_index, excluded.to_index)`;
  reach('note-index-gap.after');
}
