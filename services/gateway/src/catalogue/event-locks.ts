import type { Database } from '@fairgate/shared/database/client.ts';
import { type Statement, sql } from '@fairgate/shared/database/sql.ts';

/**
 * Locks of the catalogue, each a statement of its own before the one that edits: so that this one sees everything that
 * came before it. They are always taken in this order: event, drops by id, tickets.
 */

/**
 * Edits of an event and of all its drops go one after the other. `againstOrders`: they also wait for orders that are
 * being placed, and new ones wait for them, so that nothing is sold while something changes that buyers rely on.
 */
export function lockEvent(
  database: Database,
  eventId: string,
  againstOrders: boolean,
): [Statement<unknown>, Statement<unknown>] {
  const strength = againstOrders ? sql`for update` : sql`for no key update`;
  return [
    database.$queryRaw`select id from events where id = ${eventId}::uuid ${strength}`,
    lockDrops(database, eventId),
  ];
}

/** No drop of the event is edited meanwhile, or opens earlier than it said. */
export function lockDrops(database: Database, eventId: string): Statement<unknown> {
  return database.$queryRaw`
    select id from drops where event_id = ${eventId}::uuid order by id for no key update`;
}
