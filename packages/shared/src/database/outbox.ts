import { triesBeforeParkingMax } from '../domain/limits.ts';
import { reach } from '../process/crash-points.ts';
import type { Database } from './client.ts';
import { inForce } from './redis-epoch.ts';

export type OutboxTopic = 'mail' | 'push' | 'seat-marks' | 'drop-publish' | 'drop-announce';

export interface OutboxRow {
  readonly id: bigint;
  readonly eventId: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly attempts: number;
  readonly queuedAt: Date;
}

/** So many times as many rows as are taken are looked through for events that have not had a turn. */
const lookedThrough = 20;

/**
 * Takes due rows of a topic, each for one worker at a time: a taken one is due again after `retrySeconds`, longer with
 * every try, unless it is marked as done; one that was taken too often is parked instead. Events take turns, so that one with
 * much to do does not keep the others waiting. `kinds`: the templates or marks that this version knows; rows of others are
 * left for the workers that know them. Empty: the topic has but one kind. A mail about what
 * the sale journal does not have on disk yet is not due.
 */
export async function takeOutbox(
  database: Database,
  topic: OutboxTopic,
  retrySeconds: number,
  max: number,
  kinds: readonly string[] = [],
): Promise<OutboxRow[]> {
  reach('take-outbox.before');
  const rows = await database.$queryRaw<(OutboxRow & { parked: boolean })[]>`
    with waiting as (
      select id, row_number() over (partition by event_id order by due_at, id) as turn from (
        select id, event_id, due_at from outbox
        where topic = ${topic} and done_at is null and parked_at is null and due_at <= clock_timestamp()
          and (topic <> 'mail' or event_id is null or payload ->> 'orderId' is null
            or is_journaled(event_id, (payload ->> 'orderId')::uuid))
          and (${kinds.length}::int = 0 or coalesce(payload ->> 'template', payload ->> 'mark', '') = any (${[...kinds]}::text[]))
        order by due_at, id limit ${lookedThrough * max}::int) oldest)
    update outbox o set attempts = attempts + 1,
      due_at = clock_timestamp() + make_interval(secs => least(3600, ${retrySeconds}::float8 * power(2, least(attempts, 20)))),
      parked_at = case when attempts >= ${triesBeforeParkingMax}::int then clock_timestamp() end
    from (select x.id from outbox x join waiting w on w.id = x.id
      where x.done_at is null and x.parked_at is null and x.due_at <= clock_timestamp()
      order by w.turn, x.due_at, x.id limit ${max}::int for update of x skip locked) due
    where o.id = due.id
    returning o.id, o.event_id as "eventId", o.payload, o.attempts, o.created_at as "queuedAt", o.parked_at is not null as parked`;
  if (rows.length > 0) reach('take-outbox.after');
  return rows.filter((row) => !row.parked);
}

export async function markOutboxDone(database: Database, ids: readonly bigint[]): Promise<void> {
  if (ids.length === 0) return;
  reach('mark-outbox-done.before');
  await database.$executeRaw`
    update outbox set done_at = clock_timestamp(), last_error = null where id = any (${[...ids]}::bigint[])`;
  reach('mark-outbox-done.after');
}

/**
 * Marks rows as done that were brought into an epoch of Redis, while that is in force. After it they are due again instead,
 * as if not tried: whoever filled the next epoch may have read Postgres before what they are about.
 */
export async function markOutboxApplied(
  database: Database,
  ids: readonly bigint[],
  epoch: number,
  retrySeconds: number,
): Promise<void> {
  if (ids.length === 0) return;
  reach('mark-outbox-done.before');
  const marked = await database.$executeRaw`
    update outbox set done_at = clock_timestamp(), last_error = null
    where id = any (${[...ids]}::bigint[]) and exists (${inForce(epoch)})`;
  reach('mark-outbox-done.after');
  if (marked === 0) await postponeOutbox(database, ids, retrySeconds);
}

export async function markOutboxFailed(database: Database, id: bigint, error: string): Promise<void> {
  reach('mark-outbox-failed.before');
  await database.$executeRaw`update outbox set last_error = ${error.slice(0, 500)} where id = ${id}::bigint`;
  reach('mark-outbox-failed.after');
}

/** Gives rows back that were taken and not tried: due again after a while, and the try does not count. */
export async function postponeOutbox(
  database: Database,
  ids: readonly bigint[],
  seconds: number,
): Promise<void> {
  if (ids.length === 0) return;
  reach('postpone-outbox.before');
  await database.$executeRaw`
    update outbox set attempts = greatest(0, attempts - 1), due_at = clock_timestamp() + make_interval(secs => ${seconds}::float8)
    where id = any (${[...ids]}::bigint[]) and done_at is null`;
  reach('postpone-outbox.after');
}
