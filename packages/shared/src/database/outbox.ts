import { reach } from '../process/crash-points.ts';
import type { Database } from './client.ts';

export type OutboxTopic = 'mail' | 'seat-marks' | 'drop-publish' | 'drop-announce';

export interface OutboxRow {
  readonly id: bigint;
  readonly eventId: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly attempts: number;
}

/**
 * Takes due rows of a topic, each for one worker at a time: a taken one is due again after `retrySeconds`, longer with
 * every try, unless it is marked as done. A mail about what the sale journal does not have on disk yet is not due.
 */
export async function takeOutbox(
  database: Database,
  topic: OutboxTopic,
  retrySeconds: number,
  max: number,
): Promise<OutboxRow[]> {
  reach('take-outbox.before');
  const written = await database.$queryRaw<OutboxRow[]>`
    update outbox o set attempts = attempts + 1,
      due_at = clock_timestamp() + make_interval(secs => least(3600, ${retrySeconds}::float8 * power(2, least(attempts, 20))))
    from (select id from outbox where topic = ${topic} and done_at is null and due_at <= clock_timestamp()
        and (topic <> 'mail' or event_id is null or payload ->> 'orderId' is null
          or is_journaled(event_id, (payload ->> 'orderId')::uuid))
      order by due_at, id limit ${max}::int for update skip locked) due
    where o.id = due.id
    returning o.id, o.event_id as "eventId", o.payload, o.attempts`;
  reach('take-outbox.after');
  return written;
}

export async function markOutboxDone(database: Database, ids: readonly bigint[]): Promise<void> {
  if (ids.length === 0) return;
  reach('mark-outbox-done.before');
  await database.$executeRaw`
    update outbox set done_at = clock_timestamp(), last_error = null where id = any (${[...ids]}::bigint[])`;
  reach('mark-outbox-done.after');
}

export async function markOutboxFailed(database: Database, id: bigint, error: string): Promise<void> {
  reach('mark-outbox-failed.before');
  await database.$executeRaw`update outbox set last_error = ${error.slice(0, 500)} where id = ${id}::bigint`;
  reach('mark-outbox-failed.after');
}
