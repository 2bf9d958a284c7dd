import type { Lanes, LanesDraft } from '@fairgate/shared/contracts/lanes.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { laneWeightsSumMax } from '@fairgate/shared/domain/lane-order.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { queuedFromChanged } from '../../catalogue/drop-publication.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { malformed } from '../../catalogue/malformed.ts';
import { showLanes } from '../../catalogue/show-lanes.ts';

interface DropFacts {
  readonly version: number;
  readonly opened: boolean;
  readonly sealed: boolean;
}

/**
 * Replaces a drop's lanes, until its lobby is sealed or it opens: then people rely on their shares. A lane that somebody
 * joined, or that has codes, stays: STATE_CONFLICT.
 */
export async function setLanes(
  database: Database,
  account: Account,
  eventId: string,
  dropId: string,
  version: number,
  { lanes }: LanesDraft,
): Promise<Lanes> {
  const { vendorId } = await requireEvent(database, account, eventId, 'edit');
  requireSoundLanes(lanes);
  const note = {
    actor: account.id,
    vendorId,
    action: 'drop.lanes',
    subject: `drop:${dropId}`,
    detail: { from: version, set: lanes },
  };
  const weights = lanes.map(({ weight }) => weight);
  const names = lanes.map(({ name }) => name);
  const places = lanes.map((lane) => lane.places);
  const [, , changed] = await database.$transaction([
    database.$queryRaw`select id from drops where event_id = ${eventId}::uuid and id = ${dropId}::uuid for update`,
    // Who joins refers to one of these rows.
    database.$queryRaw`select lane from drop_lanes
      where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid order by lane for update`,
    database.$queryRaw<{ version: number }[]>`
      with changed as (
        update drops d set version = version + 1, updated_at = clock_timestamp()
          where event_id = ${eventId}::uuid and id = ${dropId}::uuid and version = ${version}
            and opens_at > clock_timestamp()
            and not exists (select from draws w where w.event_id = d.event_id and w.drop_id = d.id
              and (w.state <> 'SCHEDULED' or w.seal_at <= clock_timestamp()))
            and not exists (select from drop_lanes l where l.event_id = d.event_id and l.drop_id = d.id
              and l.lane >= ${lanes.length}::int
              and (l.index_mark > 0 or exists (select from lane_codes c
                where c.event_id = l.event_id and c.drop_id = l.drop_id and c.lane = l.lane)))
          returning event_id, id, version),
      gone as (delete from drop_lanes l using changed
        where l.event_id = changed.event_id and l.drop_id = changed.id and l.lane >= ${lanes.length}::int),
      kept as (
        insert into drop_lanes as l (event_id, drop_id, lane, name, weight, places)
          select changed.event_id, changed.id, n.place - 1, n.name, n.weight, n.places
          from changed, unnest(${names}::text[], ${weights}::int[], ${places}::int[]) with ordinality
            as n (name, weight, places, place)
        on conflict (event_id, drop_id, lane) do update
          set name = excluded.name, weight = excluded.weight, places = excluded.places),
      ${audited(note)}, ${queuedFromChanged}
      select version from changed`,
  ]);
  const [made] = changed;
  if (made === undefined) throw await whyNot(database, eventId, dropId, version);
  const rows = lanes.map((lane, at) => ({ ...lane, lane: at }));
  return showLanes(dropId, rows, made.version);
}

function requireSoundLanes(lanes: LanesDraft['lanes']): void {
  const sum = lanes.reduce((total, { weight }) => total + weight, 0);
  if (sum > laneWeightsSumMax)
    throw malformed('/lanes', `have weights of ${sum} together; at most ${laneWeightsSumMax} are possible`);
  if (lanes[0]?.places != null)
    throw malformed('/lanes/0/places', 'must be null: whoever has no code joins the first lane');
  for (const [at, lane] of lanes.entries())
    if (at > 0 && lane.places === null)
      throw malformed(`/lanes/${at}/places`, 'must say how many people may come before others by this lane');
}

async function whyNot(
  database: Database,
  eventId: string,
  dropId: string,
  version: number,
): Promise<Problem> {
  const [drop] = await database.$queryRaw<DropFacts[]>`
    select d.version, d.opens_at <= clock_timestamp() as opened,
      exists (select from draws w where w.event_id = d.event_id and w.drop_id = d.id
        and (w.state <> 'SCHEDULED' or w.seal_at <= clock_timestamp())) as sealed
    from drops d where d.event_id = ${eventId}::uuid and d.id = ${dropId}::uuid`;
  if (drop === undefined) return new Problem('NOT_FOUND');
  if (drop.version !== version) return new Problem('PRECONDITION_FAILED');
  if (drop.opened) return new Problem('STATE_CONFLICT', { state: 'OPENED' });
  return new Problem('STATE_CONFLICT', { state: drop.sealed ? 'SEALED' : 'LANE_IN_USE' });
}
