import { type Sql, sql } from '@fairgate/shared/database/sql.ts';

/**
 * Parts of statements that let a worker copy changed drops to Redis. The row is written by the statement that makes the
 * change; its key holds the drop's new version, so that a repeated copy is the same copy.
 */

/** For a statement whose CTE `changed` has rows of drops: event_id, id, version. */
export const queuedFromChanged = queuedFrom(sql`changed`);

/**
 * For a statement whose CTE `changed` has any rows: the event's drops in `which` get a new version and are copied. Where
 * they may be several, their locks were taken before (event-locks.ts).
 */
export function republished(eventId: string, which: Sql = sql`true`): Sql {
  return sql`bumped as (
      update drops d set version = d.version + 1, updated_at = clock_timestamp()
        where d.event_id = ${eventId}::uuid and exists (select from changed) and (${which})
        returning d.event_id, d.id, d.version),
    ${queuedFrom(sql`bumped`)}`;
}

function queuedFrom(drops: Sql): Sql {
  return sql`queued as (
    insert into outbox (topic, dedupe_key, event_id, payload)
      select 'drop-publish', 'drop-publish:' || id || ':' || version, event_id,
        jsonb_build_object('eventId', event_id, 'dropId', id)
      from ${drops} on conflict do nothing)`;
}
