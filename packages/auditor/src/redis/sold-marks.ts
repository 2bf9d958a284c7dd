import type { Redis } from 'ioredis';
import type { AuditSources } from '../checks/check.ts';
import type { FreshDatabase } from '../database/open-database.ts';
import { LIVE_KINDS } from '../own-tables.ts';
import type { BrokenRow } from '../report.ts';
import { readyKey, SOLD, statusKey, statusOf } from './redis-layout.ts';

interface Newest {
  readonly ticket: number;
  readonly kind: string;
  /** Older than the lag that is allowed. */
  readonly is_settled: boolean;
}

const EVENTS_ON_SALE = `select distinct d.event_id from drops d join events e on e.id = d.event_id
  where e.status = 'PUBLISHED' and e.deleted_at is null and d.opens_at <= now() and d.state <> 'CLOSED'
    and coalesce(d.closes_at, e.starts_at) > now()`;

/**
 * Looks at every event that Redis has or should have. A difference is looked at once more, the ledger first: a sale that
 * happened between the two readings is no fault.
 */
export async function findMarkFaults(
  { snapshot, fresh, redis: { redis }, markLagSecondsMax }: AuditSources,
  epoch: number,
  blame: (row: BrokenRow) => void,
): Promise<void> {
  const events = await snapshot.query<{ id: string }>(
    'select id from events where ticket_count > 0 order by id',
  );
  const onSale = new Set(
    (await snapshot.query<{ event_id: string }>(EVENTS_ON_SALE)).map((row) => row.event_id),
  );
  for (const { id } of events) {
    const isFilled = (await redis.exists(readyKey(epoch, id))) === 1;
    if (!isFilled && !onSale.has(id)) continue;
    const look = { fresh, redis, epoch, eventId: id, markLagSecondsMax };
    const seen = await compare(look, null);
    if (seen.length === 0) continue;
    if (!isFilled && (await redis.exists(readyKey(epoch, id))) === 0) {
      blame({ event_id: id, fault: 'Redis shows nothing of this event', sold_tickets: seen.length });
      continue;
    }
    const again = await compare(
      look,
      seen.map(({ ticket }) => ticket),
    );
    for (const { ticket, kind, shown } of again) blame({ event_id: id, ticket, kind, shown_status: shown });
  }
}

interface Look {
  readonly fresh: FreshDatabase;
  readonly redis: Redis;
  readonly epoch: number;
  readonly eventId: string;
  readonly markLagSecondsMax: number;
}

/** Tickets whose mark is not what the ledger has said for longer than the lag: sold and not shown so, or the reverse. */
async function compare(
  { fresh, redis, epoch, eventId, markLagSecondsMax }: Look,
  tickets: readonly number[] | null,
): Promise<readonly (Newest & { readonly shown: number })[]> {
  const newest = await fresh.query<Newest>(
    `select distinct on (ticket_number) ticket_number as ticket, kind,
       at < clock_timestamp() - make_interval(secs => $2) as is_settled
     from ticket_ledger where event_id = $1 and ($3::int[] is null or ticket_number = any ($3))
     order by ticket_number, version desc`,
    [eventId, markLagSecondsMax, tickets],
  );
  const map = (await redis.getBuffer(statusKey(epoch, eventId))) ?? Buffer.alloc(0);
  return newest
    .map((entry) => ({ ...entry, shown: statusOf(map, entry.ticket) }))
    .filter(({ kind, is_settled, shown }) => is_settled && LIVE_KINDS.includes(kind) !== (shown === SOLD));
}
