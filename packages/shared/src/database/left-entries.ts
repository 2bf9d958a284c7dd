import type { Database } from './client.ts';
import { settleInsertRace } from './insert-race.ts';

/**
 * Notes that a place was given up: a new epoch knows it, and nobody is told of its turn. It may not have been copied yet;
 * an account that has another place by now keeps that.
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
        and account_id = ${accountId}::uuid
        and not exists (select from drop_entries x where x.event_id = ${eventId}::uuid and x.drop_id = ${dropId}::uuid
          and x.account_id = ${accountId}::uuid and (x.lane, x.entry_index) <> (${lane}::smallint, ${index}::int)))
    insert into drop_entries as e (event_id, drop_id, lane, entry_index, account_id, joined_at, left_at)
    values (${eventId}::uuid, ${dropId}::uuid, ${lane}::smallint, ${index}::int, ${accountId}::uuid, clock_timestamp(),
      clock_timestamp())
    on conflict (event_id, drop_id, account_id) do update set left_at = excluded.left_at
      where e.lane = excluded.lane and e.entry_index = excluded.entry_index`;
  await settleInsertRace(note);
}
