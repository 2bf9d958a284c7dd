import type { Database } from './client.ts';
import type { DropIds } from './drop-record.ts';

/** How a line stood; by lane from 0. Milliseconds are UTC instants, by Redis's clock. */
export interface LineSample {
  readonly atMs: number;
  readonly served: readonly number[];
  readonly joined: readonly number[];
  /** At which turns were given: the organiser's rate, or the share of it that the purchase kept up with. */
  readonly ratePerMinute: number;
}

export const sampleEveryMs = 15_000;
/** Of a drop: more than three days of a line in which somebody waits. */
export const samplesPerDropMax = 20_000;
/** A pace since longer than this says nothing of now. Seconds. */
const paceSecondsMax = 180;

/**
 * Keeps how a line stands, once in each quarter of a minute, whoever asks for it; and only where that differs from the row
 * before, or somebody waits. Whether it was kept.
 */
export async function keepLineSample(
  database: Database,
  { eventId, dropId }: DropIds,
  sample: LineSample & { readonly admitted: number },
): Promise<boolean> {
  const slot = Math.floor(sample.atMs / sampleEveryMs);
  const [served, joined] = [[...sample.served], [...sample.joined]];
  const kept = await database.$executeRaw`
    with fresh as (select to_timestamp(${sample.atMs}::float8 / 1000) as at, ${served}::int[] as served, ${joined}::int[] as joined)
    insert into line_samples (event_id, drop_id, slot, at, served, joined, rate_per_minute, turns_per_minute, admitted)
    select ${eventId}::uuid, ${dropId}::uuid, ${slot}::int, fresh.at, fresh.served, fresh.joined, ${sample.ratePerMinute}::int,
      case when extract(epoch from fresh.at - past.at) between 1 and ${paceSecondsMax}::int then
        greatest(0, (select sum(n) from unnest(fresh.served) n) - (select sum(n) from unnest(past.served) n))
          / extract(epoch from fresh.at - past.at) * 60 end,
      ${sample.admitted}::int
    from fresh left join lateral (
      select l.at, l.served, l.joined from line_samples l
      where l.event_id = ${eventId}::uuid and l.drop_id = ${dropId}::uuid order by l.slot desc limit 1) as past on true
    where (past.at is null or (past.served, past.joined) is distinct from (fresh.served, fresh.joined)
        or (select sum(n) from unnest(fresh.joined) n) > (select sum(n) from unnest(fresh.served) n))
      and (select count(*) from line_samples l where l.event_id = ${eventId}::uuid and l.drop_id = ${dropId}::uuid) < ${samplesPerDropMax}::int
    on conflict do nothing`;
  return kept > 0;
}

/** In order. */
export async function loadLineSamples(
  database: Database,
  { eventId, dropId }: DropIds,
): Promise<LineSample[]> {
  const rows = await database.$queryRaw<(Omit<LineSample, 'atMs'> & { readonly at: Date })[]>`
    select at, served, joined, rate_per_minute as "ratePerMinute" from line_samples
    where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid order by slot limit ${samplesPerDropMax}::int`;
  return rows.map(({ at, ...row }) => ({ ...row, atMs: at.getTime() }));
}
