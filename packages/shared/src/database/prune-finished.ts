import { inboxKeptDays, outboxKeptDays } from '../domain/limits.ts';
import type { Database } from './client.ts';

/**
 * Deletes outbox rows and webhooks that are over for longer than they are kept, at most `max` of each.
 * @returns how many rows went of the table of which most went; `max`: there may be others
 */
export async function pruneFinished(database: Database, max: number): Promise<number> {
  const rows = await database.$executeRaw`
    delete from outbox where id in (
      select id from outbox where done_at < clock_timestamp() - make_interval(days => ${outboxKeptDays}::int)
      order by done_at limit ${max}::int for update skip locked)`;
  const webhooks = await database.$executeRaw`
    delete from stripe_inbox where stripe_event_id in (
      select stripe_event_id from stripe_inbox
      where processed_at < clock_timestamp() - make_interval(days => ${inboxKeptDays}::int)
      order by processed_at limit ${max}::int for update skip locked)`;
  return Math.max(rows, webhooks);
}
