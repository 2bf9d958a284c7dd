import type { IndexRange } from '../domain/ranks.ts';
import type { DrawProof } from '../draw/proof.ts';
import type { Database } from './client.ts';
import type { DrawState } from './drop-record.ts';
import type { DropInEpoch } from './entries.ts';
import { inForce } from './redis-epoch.ts';

/** A draw whose seal is due and that is not drawn yet. Milliseconds are UTC instants, by the database's clock. */
export interface DueDraw {
  readonly eventId: string;
  readonly dropId: string;
  readonly state: Exclude<DrawState, 'DRAWN'>;
  /** See draw/draw-secrets. */
  readonly secrets: Uint8Array;
  readonly beaconChain: string;
  readonly beaconRound: number;
  readonly beaconMs: number;
  readonly sealedMs: number | null;
  readonly root: Uint8Array | null;
  readonly rootedMs: number | null;
  readonly opensMs: number;
  /** When the row was read. */
  readonly atMs: number;
}

/** The draws of published events whose seal is due, the most urgent first. What is over for a day stays as it is. */
export async function loadDueDraws(database: Database, max: number): Promise<DueDraw[]> {
  const rows = await database.$queryRaw<
    (Omit<DueDraw, 'beaconRound' | 'beaconMs' | 'sealedMs' | 'rootedMs' | 'opensMs' | 'atMs'> & {
      beaconRound: bigint;
      beaconAt: Date;
      sealedAt: Date | null;
      rootedAt: Date | null;
      opensAt: Date;
      at: Date;
    })[]
  >`
    select w.event_id as "eventId", w.drop_id as "dropId", w.state, w.secrets, w.beacon_chain as "beaconChain",
      w.beacon_round as "beaconRound", w.beacon_at as "beaconAt", w.sealed_at as "sealedAt", w.root,
      w.rooted_at as "rootedAt", d.opens_at as "opensAt", clock_timestamp() as at
    from draws w join drops d on d.event_id = w.event_id and d.id = w.drop_id join events e on e.id = w.event_id
    where w.state <> 'DRAWN' and w.seal_at <= clock_timestamp() and e.status = 'PUBLISHED' and e.deleted_at is null
      and coalesce(d.closes_at, e.starts_at) > now() - interval '1 day'
    order by w.seal_at limit ${max}::int`;
  return rows.map(({ beaconRound, beaconAt, sealedAt, rootedAt, opensAt, at, ...row }) => ({
    ...row,
    beaconRound: Number(beaconRound),
    beaconMs: beaconAt.getTime(),
    sealedMs: sealedAt?.getTime() ?? null,
    rootedMs: rootedAt?.getTime() ?? null,
    opensMs: opensAt.getTime(),
    atMs: at.getTime(),
  }));
}

/**
 * Fixes how many people each lane's lobby has: those who joined before the seal's time, by Redis's clock. Done once; the
 * caller has copied every join below `nexts`. false: it was done already, is not due, the epoch is over, or Redis was not
 * told of a lane yet.
 * @param nexts per lane from 0, the index that Redis gives out next, read after the seal's time
 */
export async function sealLobby(
  database: Database,
  { epoch, eventId, dropId }: DropInEpoch,
  nexts: readonly number[],
): Promise<boolean> {
  const rows = await database.$queryRaw<unknown[]>`
    with epoch as materialized (${inForce(epoch)}),
    due as (
      select w.event_id, w.drop_id, w.seal_at from draws w, epoch
      where w.event_id = ${eventId}::uuid and w.drop_id = ${dropId}::uuid and w.state = 'SCHEDULED'
        and w.seal_at <= clock_timestamp()
        and (select count(*) from drop_lanes l where l.event_id = w.event_id and l.drop_id = w.drop_id) = ${nexts.length}::int
      for update of w),
    firsts as (
      select l.lane, least(n.next, coalesce((select min(e.entry_index) from drop_entries e
        where e.event_id = l.event_id and e.drop_id = l.drop_id and e.lane = l.lane and e.joined_at >= due.seal_at), n.next)) as late
      from due join drop_lanes l using (event_id, drop_id)
      join unnest(${[...nexts]}::int[]) with ordinality as n (next, place) on n.place = l.lane + 1),
    counted as (
      update drop_lanes l set lobby = f.late - coalesce((
        select sum(greatest(0, least(g.to_index, f.late) - g.from_index)) from drop_index_gaps g
        where g.event_id = l.event_id and g.drop_id = l.drop_id and g.lane = l.lane), 0)
      from firsts f
      where l.event_id = ${eventId}::uuid and l.drop_id = ${dropId}::uuid and l.lane = f.lane
      returning l.lane)
    update draws w set state = 'SEALED', sealed_at = clock_timestamp()
    from due where w.event_id = due.event_id and w.drop_id = due.drop_id
    returning w.drop_id, (select count(*) from counted)`;
  return rows.length > 0;
}

export interface LobbyRoot {
  readonly root: Uint8Array<ArrayBuffer>;
  readonly keyId: string;
  readonly signature: string;
}

/** Keeps leaves' hashes under their root, in parts. The same again changes nothing. */
export async function storeLobbyLeaves(
  database: Database,
  { eventId, dropId }: { readonly eventId: string; readonly dropId: string },
  root: Uint8Array<ArrayBuffer>,
  part: number,
  { hashes, node }: { readonly hashes: Uint8Array<ArrayBuffer>; readonly node: Uint8Array<ArrayBuffer> },
): Promise<void> {
  await database.$executeRaw`
    insert into lobby_leaves (event_id, drop_id, root, part, hashes, node)
    values (${eventId}::uuid, ${dropId}::uuid, ${root}, ${part}::int, ${hashes}, ${node})
    on conflict do nothing`;
}

/** The root of a sealed lobby, once. false: it had one. */
export async function storeRoot(
  database: Database,
  { eventId, dropId }: { readonly eventId: string; readonly dropId: string },
  { root, keyId, signature }: LobbyRoot,
): Promise<boolean> {
  const stored = await database.$executeRaw`
    update draws set state = 'ROOTED', root = ${root}, root_key_id = ${keyId}, root_signature = ${signature},
      rooted_at = clock_timestamp()
    where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and state = 'SEALED'`;
  return stored === 1;
}

export interface DrawOutcome {
  readonly proof: DrawProof;
  readonly seed: Uint8Array<ArrayBuffer>;
  readonly secret: Uint8Array<ArrayBuffer> | null;
  readonly beacon: Uint8Array<ArrayBuffer> | null;
  readonly beaconSignature: Uint8Array<ArrayBuffer> | null;
}

/** The draw itself: one write, once, and the word to Redis with it. false: it was drawn. */
export async function recordDraw(
  database: Database,
  { eventId, dropId }: { readonly eventId: string; readonly dropId: string },
  { proof, seed, secret, beacon, beaconSignature }: DrawOutcome,
): Promise<boolean> {
  const rows = await database.$queryRaw<unknown[]>`
    with drawn as (
      update draws set state = 'DRAWN', proof = ${proof}, seed = ${seed}, secret = ${secret}::bytea,
        beacon = ${beacon}::bytea, beacon_signature = ${beaconSignature}::bytea, drawn_at = clock_timestamp()
      where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and state = 'ROOTED'
      returning event_id, drop_id),
    queued as (
      insert into outbox (topic, dedupe_key, event_id, payload)
      select 'drop-publish', 'drop-publish:' || drop_id || ':drawn', event_id,
        jsonb_build_object('eventId', event_id, 'dropId', drop_id)
      from drawn on conflict do nothing)
    select drop_id from drawn`;
  return rows.length > 0;
}

/** Everything that is published about a draw, or will be. */
export interface DrawFactsRow {
  readonly eventId: string;
  readonly dropId: string;
  readonly state: DrawState;
  readonly commitment: Uint8Array;
  readonly scheduledAt: Date;
  readonly sealAt: Date;
  readonly beaconChain: string;
  readonly beaconRound: bigint;
  readonly beaconAt: Date;
  readonly sealedAt: Date | null;
  readonly root: Uint8Array | null;
  readonly rootKeyId: string | null;
  readonly rootSignature: string | null;
  readonly rootedAt: Date | null;
  readonly secret: Uint8Array | null;
  readonly beacon: Uint8Array | null;
  readonly beaconSignature: Uint8Array | null;
  readonly seed: Uint8Array | null;
  readonly proof: DrawProof | null;
  readonly drawnAt: Date | null;
  readonly lanes: readonly LaneFacts[];
}

export interface LaneFacts {
  readonly lane: number;
  readonly name: string;
  readonly weight: number;
  readonly lobby: number | null;
  readonly skipped: readonly IndexRange[];
}

/** null: the drop has no lobby. */
export async function loadDrawFacts(database: Database, dropId: string): Promise<DrawFactsRow | null> {
  const rows = await database.$queryRaw<DrawFactsRow[]>`
    select w.event_id as "eventId", w.drop_id as "dropId", w.state, w.commitment, w.scheduled_at as "scheduledAt",
      w.seal_at as "sealAt", w.beacon_chain as "beaconChain", w.beacon_round as "beaconRound", w.beacon_at as "beaconAt",
      w.sealed_at as "sealedAt", w.root, w.root_key_id as "rootKeyId", w.root_signature as "rootSignature",
      w.rooted_at as "rootedAt", w.secret, w.beacon, w.beacon_signature as "beaconSignature", w.seed, w.proof,
      w.drawn_at as "drawnAt",
      (select jsonb_agg(jsonb_build_object('lane', l.lane, 'name', l.name, 'weight', l.weight, 'lobby', l.lobby,
          'skipped', coalesce((select jsonb_agg(jsonb_build_object('from', g.from_index, 'to', g.to_index) order by g.from_index)
            from drop_index_gaps g where g.event_id = l.event_id and g.drop_id = l.drop_id and g.lane = l.lane), '[]'))
        order by l.lane) from drop_lanes l where l.event_id = w.event_id and l.drop_id = w.drop_id) as lanes
    from draws w where w.drop_id = ${dropId}::uuid`;
  return rows[0] ?? null;
}

/** null: there is no such part. */
export async function loadLobbyLeaves(
  database: Database,
  { eventId, dropId }: { readonly eventId: string; readonly dropId: string },
  root: Uint8Array,
  part: number,
): Promise<Uint8Array | null> {
  const rows = await database.$queryRaw<{ hashes: Uint8Array }[]>`
    select hashes from lobby_leaves where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid
      and root = ${new Uint8Array(root)} and part = ${part}::int`;
  return rows[0]?.hashes ?? null;
}

/** The root of each part alone, one after the other: the tree above the parts. */
export async function loadLobbyNodes(
  database: Database,
  { eventId, dropId }: { readonly eventId: string; readonly dropId: string },
  root: Uint8Array,
): Promise<Uint8Array> {
  const rows = await database.$queryRaw<{ node: Uint8Array }[]>`
    select node from lobby_leaves where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid
      and root = ${new Uint8Array(root)} order by part`;
  return Buffer.concat(rows.map(({ node }) => node));
}

/** See draw/draw-secrets. null: the drop has no lobby. */
export async function loadDrawSecrets(
  database: Database,
  { eventId, dropId }: { readonly eventId: string; readonly dropId: string },
): Promise<Uint8Array | null> {
  const rows = await database.$queryRaw<{ secrets: Uint8Array }[]>`
    select secrets from draws where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid`;
  return rows[0]?.secrets ?? null;
}
