import type { EventSummary, PublicEventsQuery } from '@fairgate/shared/contracts/events.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { joinSql, type Sql, sql } from '@fairgate/shared/database/sql.ts';
import { type ListPage, listCursor, listPage } from '../../catalogue/list-cursor.ts';
import { listEventRows } from '../../catalogue/list-event-rows.ts';
import { readTime } from '../../catalogue/read-time.ts';
import type { SoldOutDrops } from '../../catalogue/sold-out-drops.ts';

/** The instant that parts what is to come from what was, the part (0 or 1), and the last event's start and id. */
const cursor = listCursor('whats-on', ['micros', 'whole', 'micros', 'uuid']);

interface ChosenRow {
  id: string;
  part: number;
  starts: string;
}

/**
 * Published events: those to come, the next one first, then those that were, the latest first. The first page fixes the
 * instant between the two for all that follow, so that nothing changes sides while somebody pages.
 */
export async function listPublicEvents(
  database: Database,
  soldOut: SoldOutDrops,
  query: PublicEventsQuery,
): Promise<ListPage<EventSummary>> {
  const after = cursor.read(query.after);
  const pivot = after?.[0] ?? String(Date.now() * 1_000);
  const part = Number(after?.[1] ?? 0);
  const last = after === null ? null : { starts: after[2], id: after[3] };
  const matching = filterOf(query);
  const coming = sql`
    select e.id, 0 as part, e.starts_at from events e join venues v on v.id = e.venue_id
      where ${matching} and e.starts_at >= ${instant(pivot)} and ${part === 1 ? sql`false` : beyond(last, '>')}
      order by e.starts_at, e.id limit ${query.limit + 1}`;
  const past = sql`
    select e.id, 1 as part, e.starts_at from events e join venues v on v.id = e.venue_id
      where ${matching} and e.starts_at < ${instant(pivot)} and ${beyond(part === 1 ? last : null, '<')}
      order by e.starts_at desc, e.id desc limit ${query.limit + 1}`;
  const chosen = await database.$queryRaw<ChosenRow[]>`
    select id, part, (extract(epoch from starts_at) * 1000000)::bigint::text as starts
      from ((${coming}) union all (${past})) listed
      order by part, case when part = 0 then starts_at end, case when part = 0 then id end,
        starts_at desc, id desc
      limit ${query.limit + 1}`;
  const page = listPage(
    chosen,
    query.limit,
    (row) => cursor.write([pivot, row.part, row.starts, row.id]),
    (row) => row.id,
  );
  const items = await listEventRows(
    database,
    soldOut,
    sql`select id, place from unnest(${page.items}::uuid[]) with ordinality as listed (id, place)`,
  );
  return { items, next: page.next };
}

function filterOf({ q, city, from, to }: PublicEventsQuery): Sql {
  const conditions = [sql`e.status = 'PUBLISHED'`, sql`e.deleted_at is null`];
  if (q !== undefined) {
    conditions.push(
      sql`(position(lower(${q}) in lower(e.name)) > 0 or position(lower(${q}) in lower(e.description)) > 0)`,
    );
  }
  if (city !== undefined) conditions.push(sql`lower(v.city) = lower(${city})`);
  if (from !== undefined) conditions.push(sql`e.starts_at >= ${readTime(from, 'UTC', 'querystring/from')}`);
  if (to !== undefined) conditions.push(sql`e.starts_at < ${readTime(to, 'UTC', 'querystring/to')}`);
  return joinSql(conditions, ' and ');
}

function instant(micros: string | undefined): Sql {
  return sql`(timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond')`;
}

function beyond(
  last: { readonly starts: string | undefined; readonly id: string | undefined } | null,
  side: '<' | '>',
): Sql {
  if (last === null) return sql`true`;
  const edge = sql`(${instant(last.starts)}, ${last.id}::uuid)`;
  return side === '>' ? sql`(e.starts_at, e.id) > ${edge}` : sql`(e.starts_at, e.id) < ${edge}`;
}
