import type { CheckpointContent, LedgerHead } from '../ledger/checkpoint.ts';
import type { Database } from './client.ts';

export interface PreviousCheckpoint {
  readonly eventId: string;
  /** 0: there is none yet. */
  readonly number: number;
  readonly root: Uint8Array<ArrayBuffer> | null;
}

/** An entry of the ledger is seen so long after the time it bears, at most. Seconds. */
const appendSecondsMax = 15;

/**
 * Events whose sale is not over, and of which a ticket, an order or the description changed since their newest checkpoint,
 * with that; those that wait longest first. An entry is looked for a day back.
 */
export async function takeCheckpointEvents(database: Database, max: number): Promise<PreviousCheckpoint[]> {
  return database.$queryRaw`
    with grown as materialized (
      select event_id, max(at) as at from ticket_ledger where at > now() - interval '1 day' group by event_id)
    select e.id as "eventId", coalesce(c.number, 0) as number, c.root
    from events e
    left join lateral (select number, root, at from ledger_checkpoints k where k.event_id = e.id
      order by number desc limit 1) c on true
    where e.ticket_count > 0 and e.starts_at > now() - interval '30 days'
      and (c.at is null or exists (select 1 from orders o where o.event_id = e.id and o.updated_at > c.at)
        or e.updated_at > c.at
        or exists (select 1 from grown g where g.event_id = e.id
          and g.at > c.at - make_interval(secs => ${appendSecondsMax}::int)))
    order by c.at nulls first limit ${max}::int`;
}

/** The newest entry of every ticket, by ticket number. */
export async function loadCheckpointHeads(database: Database, eventId: string): Promise<LedgerHead[]> {
  return database.$queryRaw`
    select version, hash from ticket_holders where event_id = ${eventId}::uuid order by ticket_number`;
}

/** Another worker may have written this number: then this one is dropped. */
export async function writeCheckpoint(
  database: Database,
  checkpoint: CheckpointContent,
  keyId: string,
  signature: string,
): Promise<void> {
  await database.$executeRaw`
    insert into ledger_checkpoints (event_id, number, heads, versions, root, prev_root, key_id, signature)
    values (${checkpoint.eventId}::uuid, ${checkpoint.number}::int, ${checkpoint.heads}::int, ${checkpoint.versions},
      ${checkpoint.root}, ${checkpoint.prevRoot}, ${keyId}, ${signature})
    on conflict do nothing`;
}
