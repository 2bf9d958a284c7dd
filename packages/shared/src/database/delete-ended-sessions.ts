import type { Database } from './client.ts';

/**
 * Deletes refresh tokens of sessions that can no longer be renewed, and reset links that are over, at most `max` of each.
 * A session is kept whole while one of its tokens lives: its used ones betray a thief.
 * @returns how many rows went; `max` or more: there may be others
 */
export async function deleteEndedSessions(database: Database, max: number): Promise<number> {
  const tokens = await database.$executeRaw`
    delete from refresh_tokens where id in (
      select t.id from refresh_tokens t
      where t.expires_at < now() and not exists (
        select from refresh_tokens l where l.family_id = t.family_id and l.expires_at >= now())
      order by t.expires_at limit ${max}::int)`;
  const links = await database.$executeRaw`
    delete from password_resets where token_hash in (
      select r.token_hash from password_resets r where r.expires_at < now() limit ${max}::int)`;
  return tokens + links;
}
