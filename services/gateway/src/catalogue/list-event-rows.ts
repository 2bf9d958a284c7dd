import type { EventSummary } from '@fairgate/shared/contracts/events.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { type Sql, sql } from '@fairgate/shared/database/sql.ts';
import { dropPhase } from '@fairgate/shared/domain/drop-phase.ts';
import { dropClock, showEventFacts } from './show-event.ts';
import type { SoldOutDrops } from './sold-out-drops.ts';

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
}

interface DropListRow {
  id: string;
  eventId: string;
  state: string;
  opensAt: Date;
  closesAt: Date | null;
}

/** The columns of an event in a list, from `events e` and `venues v`. */
const columns = sql`
  e.id, e.vendor_id as "vendorId", e.name, e.status, e.starts_at as "startsAt", e.ends_at as "endsAt",
  e.time_zone as "timeZone", e.currency, e.version,
  v.id as "venueId", v.name as "venueName", v.city, v.country,
  (select min(c.price_minor) from categories c where c.event_id = e.id and exists (select from drops d
    where d.event_id = e.id and exists (select from tickets t where t.event_id = d.event_id and t.drop_id = d.id
      and t.category_id = c.id and t.retired_at is null))) as "priceFromMinor"`;

/**
 * Events by ids that another query chose, in that query's order.
 * @param chosen a subquery with columns `id` and `place`
 */
export async function listEventRows(
  database: Database,
  soldOut: SoldOutDrops,
  chosen: Sql,
): Promise<EventSummary[]> {
  const rows = await database.$queryRaw<EventListRow[]>`
    select ${columns} from (${chosen}) chosen join events e on e.id = chosen.id
      join venues v on v.id = e.venue_id order by chosen.place`;
  const nextDrops = await readNextDrops(
    database,
    soldOut,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    ...showEventFacts({
      ...row,
      venue: { id: row.venueId, name: row.venueName, city: row.city, country: row.country },
    }),
    priceFromMinor: row.priceFromMinor,
    nextDrop: nextDrops.get(row.id) ?? null,
  }));
}

/** By event id; an event whose drops are all closed has no entry. */
async function readNextDrops(
  database: Database,
  soldOut: SoldOutDrops,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, NonNullable<EventSummary['nextDrop']>>> {
  const drops = await database.$queryRaw<DropListRow[]>`
    select id, event_id as "eventId", state, opens_at as "opensAt", closes_at as "closesAt" from drops
      where event_id = any(${eventIds}::uuid[]) and state <> 'CLOSED' and (closes_at is null or closes_at > now())
      order by opens_at, id`;
  const nowMs = Date.now();
  const opened = drops.filter(({ opensAt }) => opensAt.getTime() <= nowMs);
  const gone = await soldOut.among(opened.map(({ id }) => id));
  const next = new Map<string, NonNullable<EventSummary['nextDrop']>>();
  for (const drop of drops) {
    const { id, eventId, opensAt } = drop;
    const phase = dropPhase(dropClock(drop), gone.has(id) ? 0 : null, nowMs);
    const earlier = next.get(eventId);
    if (earlier === undefined || (earlier.phase === 'soldOut' && phase !== 'soldOut'))
      next.set(eventId, { id, opensAt: opensAt.toISOString(), phase });
  }
  return next;
}
