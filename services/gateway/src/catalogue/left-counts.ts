import type { Database } from '@fairgate/shared/database/client.ts';
import { LRUCache } from 'lru-cache';

/** By category id, the tickets in some drop that nobody bought or is buying. A category without such tickets has no entry. */
export type LeftByCategory = ReadonlyMap<string, number>;

export interface LeftCounts {
  /** At most `leftCountsAgeMs` old: however many ask, an event is counted once in that time by each gateway. */
  readonly recent: (eventId: string) => Promise<LeftByCategory>;
  readonly fresh: (eventId: string) => Promise<LeftByCategory>;
}

export const leftCountsAgeMs = 2_000;
const eventsMax = 1_000;

export function createLeftCounts(database: Database): LeftCounts {
  const fresh = (eventId: string) => countLeft(database, eventId);
  const cache = new LRUCache<string, LeftByCategory>({
    max: eventsMax,
    ttl: leftCountsAgeMs,
    ignoreFetchAbort: true,
    fetchMethod: fresh,
  });
  return { fresh, recent: async (eventId) => (await cache.fetch(eventId)) ?? fresh(eventId) };
}

async function countLeft(database: Database, eventId: string): Promise<LeftByCategory> {
  const rows = await database.$queryRaw<{ categoryId: string; left: number }[]>`
    select t.category_id as "categoryId", count(*)::integer as "left"
      from tickets t
      join ticket_holders h on h.event_id = t.event_id and h.ticket_number = t.number
      left join order_claims c on c.event_id = t.event_id and c.ticket_number = t.number
      where t.event_id = ${eventId}::uuid and t.drop_id is not null and c.order_id is null
        and h.kind in ('MINT', 'REFUND', 'VOID', 'RELEASE')
      group by t.category_id`;
  return new Map(rows.map((row) => [row.categoryId, row.left]));
}
