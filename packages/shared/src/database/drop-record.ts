import type { Database } from './client.ts';

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
  readonly currency: string;
}

/** The live drops, and the database's clock when it was asked for them. */
export interface LiveDropRecords {
  readonly drops: readonly DropRecord[];
  readonly atMs: number;
}

interface DropRow extends Omit<DropRecord, 'opensMs' | 'closesMs'> {
  opensAt: Date;
  closesAt: Date | null;
}

/** null: there is no such drop, or its event was deleted. */
export async function loadDrop(database: Database, dropId: string): Promise<DropRecord | null> {
  const rows = await database.$queryRaw<DropRow[]>`
    select d.id, d.event_id as "eventId", d.name, e.name as "eventName", e.status <> 'DRAFT' as "onSale", d.state,
      d.opens_at as "opensAt", d.closes_at as "closesAt", d.per_customer_limit as "limit", d.shopper_cap as "cap",
      d.rate_per_minute as "ratePerMinute", d.hold_seconds as "holdSeconds", d.payment_seconds as "paymentSeconds",
      d.admission_seconds as "admissionSeconds", d.claim_seconds as "claimSeconds", e.currency
    from drops d join events e on e.id = d.event_id where d.id = ${dropId}::uuid and e.deleted_at is null`;
  return rows[0] === undefined ? null : dropRecord(rows[0]);
}

/**
 * The drops whose waiting rooms and seats belong in Redis: published, and not over for more than a day.
 * Those of a cancelled event are closed, and tell the people who wait.
 */
export async function loadLiveDrops(database: Database): Promise<LiveDropRecords> {
  const rows = await database.$queryRaw<(DropRow & { readonly at: Date })[]>`
    select clock_timestamp() as at, d.id, d.event_id as "eventId", d.name, e.name as "eventName", true as "onSale", d.state,
      d.opens_at as "opensAt", d.closes_at as "closesAt", d.per_customer_limit as "limit", d.shopper_cap as "cap",
      d.rate_per_minute as "ratePerMinute", d.hold_seconds as "holdSeconds", d.payment_seconds as "paymentSeconds",
      d.admission_seconds as "admissionSeconds", d.claim_seconds as "claimSeconds", e.currency
    from drops d join events e on e.id = d.event_id
    where e.deleted_at is null and e.status <> 'DRAFT'
      and coalesce(d.closes_at, e.starts_at) > now() - interval '1 day'
    order by d.opens_at, d.id`;
  return { drops: rows.map(({ at, ...row }) => dropRecord(row)), atMs: rows[0]?.at.getTime() ?? 0 };
}

function dropRecord({ opensAt, closesAt, ...row }: DropRow): DropRecord {
  return { ...row, opensMs: opensAt.getTime(), closesMs: closesAt?.getTime() ?? null };
}
