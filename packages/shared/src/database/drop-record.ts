import type { ProofMode } from '../domain/proof-of-work.ts';
import type { IndexRange } from '../domain/ranks.ts';
import type { Database } from './client.ts';
import { sql } from './sql.ts';

/** Which drop, and of which event: rows of both are found by the two together. */
export interface DropIds {
  readonly eventId: string;
  readonly dropId: string;
}

/** A drop as the sale needs it, with its event. Milliseconds are UTC instants. */
export interface DropRecord {
  readonly id: string;
  readonly eventId: string;
  readonly name: string;
  readonly eventName: string;
  /** Its event was published; one that was cancelled since has closed drops. */
  readonly onSale: boolean;
  readonly state: string;
  readonly opensMs: number;
  readonly closesMs: number | null;
  readonly limit: number;
  readonly cap: number;
  readonly ratePerMinute: number;
  readonly holdSeconds: number;
  readonly paymentSeconds: number;
  readonly admissionSeconds: number;
  readonly claimSeconds: number;
  readonly proofOfWork: ProofMode;
  readonly currency: string;
  /** What operators tell those who wait: grows with every change. */
  readonly messageVersion: number;
  readonly message: Readonly<Record<string, string>>;
  /** From lane 0. */
  readonly lanes: readonly LaneRecord[];
  /** null: no lobby, so first come, first served. */
  readonly draw: DrawRecord | null;
}

export interface LaneRecord {
  readonly lane: number;
  readonly name: string;
  /** How many turns of each round are its. */
  readonly weight: number;
  /** How many people may join it; null: any number. */
  readonly places: number | null;
  /** How many people were in it at the seal; null before, and without a lobby. */
  readonly lobby: number | null;
  /** Ranges of its indices that nobody has. */
  readonly skipped: readonly IndexRange[];
}

export interface DrawRecord {
  readonly state: DrawState;
  readonly sealMs: number;
  /** 32 bytes as hex, once drawn. */
  readonly seed: string | null;
}

export type DrawState = 'SCHEDULED' | 'SEALED' | 'ROOTED' | 'DRAWN';

/** The live drops, and the database's clock when it was asked for them. */
export interface LiveDropRecords {
  readonly drops: readonly DropRecord[];
  readonly atMs: number;
}

interface DropRow extends Omit<DropRecord, 'opensMs' | 'closesMs' | 'draw'> {
  opensAt: Date;
  closesAt: Date | null;
  drawState: DrawState | null;
  sealAt: Date | null;
  seed: string | null;
}

/** Of drops d, their events e and their draws w. */
const columns = sql`d.id, d.event_id as "eventId", d.name, e.name as "eventName", d.state,
  d.opens_at as "opensAt", d.closes_at as "closesAt", d.per_customer_limit as "limit", d.shopper_cap as "cap",
  d.rate_per_minute as "ratePerMinute", d.hold_seconds as "holdSeconds", d.payment_seconds as "paymentSeconds",
  d.admission_seconds as "admissionSeconds", d.claim_seconds as "claimSeconds", d.proof_of_work as "proofOfWork", e.currency,
  d.message_version as "messageVersion", d.message,
  w.state as "drawState", w.seal_at as "sealAt", encode(w.seed, 'hex') as seed,
  (select jsonb_agg(jsonb_build_object('lane', l.lane, 'name', l.name, 'weight', l.weight, 'lobby', l.lobby, 'places', l.places,
      'skipped', coalesce((select jsonb_agg(jsonb_build_object('from', g.from_index, 'to', g.to_index) order by g.from_index)
        from drop_index_gaps g where g.event_id = l.event_id and g.drop_id = l.drop_id and g.lane = l.lane), '[]')) order by l.lane)
    from drop_lanes l where l.event_id = d.event_id and l.drop_id = d.id) as lanes`;
const tables = sql`drops d join events e on e.id = d.event_id
  left join draws w on w.event_id = d.event_id and w.drop_id = d.id`;

/** null: there is no such drop, or its event was deleted. */
export async function loadDrop(database: Database, dropId: string): Promise<DropRecord | null> {
  const rows = await database.$queryRaw<DropRow[]>`
    select ${columns}, e.status <> 'DRAFT' as "onSale" from ${tables}
    where d.id = ${dropId}::uuid and e.deleted_at is null`;
  return rows[0] === undefined ? null : dropRecord(rows[0]);
}

/**
 * The drops whose waiting rooms and seats belong in Redis: published, and not over for more than a day.
 * Those of a cancelled event are closed, and tell the people who wait.
 */
export async function loadLiveDrops(database: Database): Promise<LiveDropRecords> {
  const rows = await database.$queryRaw<(DropRow & { readonly at: Date })[]>`
    select ${columns}, true as "onSale", clock_timestamp() as at from ${tables}
    where e.deleted_at is null and e.status <> 'DRAFT'
      and coalesce(d.closes_at, e.starts_at) > now() - interval '1 day'
    order by d.opens_at, d.id`;
  return { drops: rows.map(({ at, ...row }) => dropRecord(row)), atMs: rows[0]?.at.getTime() ?? 0 };
}

function dropRecord({ opensAt, closesAt, drawState, sealAt, seed, ...row }: DropRow): DropRecord {
  return {
    ...row,
    opensMs: opensAt.getTime(),
    closesMs: closesAt?.getTime() ?? null,
    draw: drawState === null ? null : { state: drawState, sealMs: sealAt?.getTime() ?? 0, seed },
  };
}

/** What Redis calls a drop's draw: see redis/fill-event. */
export function drawName(draw: DrawRecord | null): string {
  if (draw === null) return '';
  return draw.seed === null ? 'pending' : draw.seed.slice(0, drawNameLength);
}

const drawNameLength = 16;
