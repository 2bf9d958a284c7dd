import type { Database } from './client.ts';
import { settleInsertRace } from './insert-race.ts';

/**
 * Notes that a place was given up: no new epoch brings it back, and nobody is told of its turn. It may not have been
 * copied yet.
 */
export async function noteLeft(
  database: Database,
  { eventId, dropId }: { readonly eventId: string; readonly dropId: string },
  accountId: string,
  { lane, index }: { readonly lane: number; readonly index: number },
): Promise<void> {
  const note = () => database.$executeRaw`
    with untold as (
      delete from line_notices where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid
        and account_id = ${accountId}::uuid)
    insert into drop_entries as e (event_id, drop_id, lane, entry_index, account_id, joined_at, left_at)
    values (${eventId}::uuid, ${dropId}::uuid, ${lane}::smallint, ${index}::int, ${accountId}::uuid, clock_timestamp(),
      clock_timestamp())
    on conflict (event_id, drop_id, account_id) do update set lane = excluded.lane, entry_index = excluded.entry_index,
      joined_at = case when e.lane = excluded.lane and e.entry_index = excluded.entry_index then e.joined_at
        else excluded.joined_at end, left_at = excluded.left_at
      where case when e.lane = excluded.lane then e.entry_index <= excluded.entry_index
        else e.joined_at < excluded.joined_at end`;
  await settleInsertRace(note);
}
