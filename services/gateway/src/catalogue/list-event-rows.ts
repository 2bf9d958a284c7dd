import type { EventSummary } from '@fairgate/shared/contracts/events.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { type Sql, sql } from '@fairgate/shared/database/sql.ts';
import { showEventFacts } from './show-event.ts';

interface EventListRow {
  id: string;
  vendorId: string;
  name: string;
  status: string;
  startsAt: Date;
  endsAt: Date | null;
  timeZone: string;
  currency: string;
  version: number;
  venueId: string;
  venueName: string;
  city: string;
  country: string;
  priceFromMinor: number | null;
  dropId: string | null;
  dropOpensAt: Date | null;
}

/** The columns of an event in a list, from `events e` and `venues v`. */
const columns = sql`
  e.id, e.vendor_id as "vendorId", e.name, e.status, e.starts_at as "startsAt", e.ends_at as "endsAt",
  e.time_zone as "timeZone", e.currency, e.version,
  v.id as "venueId", v.name as "venueName", v.city, v.country,
  (select min(c.price_minor) from categories c where c.event_id = e.id) as "priceFromMinor",
  d.id as "dropId", d.opens_at as "dropOpensAt"`;

const nextDrop = sql`
  left join lateral (
    select id, opens_at from drops
      where event_id = e.id and state <> 'CLOSED' and (closes_at is null or closes_at > now())
      order by opens_at, id limit 1) d on true`;

/**
 * Events by ids that another query chose, in that query's order.
 * @param chosen a subquery with columns `id` and `place`
 */
export async function listEventRows(database: Database, chosen: Sql): Promise<EventSummary[]> {
  const rows = await database.$queryRaw<EventListRow[]>`
    select ${columns} from (${chosen}) chosen join events e on e.id = chosen.id
      join venues v on v.id = e.venue_id ${nextDrop} order by chosen.place`;
  return rows.map((row) => ({
    ...showEventFacts({
      ...row,
      venue: { id: row.venueId, name: row.venueName, city: row.city, country: row.country },
    }),
    priceFromMinor: row.priceFromMinor,
    nextDrop:
      row.dropId === null || row.dropOpensAt === null
        ? null
        : { id: row.dropId, opensAt: row.dropOpensAt.toISOString() },
  }));
}
