import type { Database } from './client.ts';
import { type JsonColumn, joinSql, type Sql, sql } from './sql.ts';

export type ParkedKind = 'outbox' | 'inbox' | 'operation' | 'finalize';

export interface ParkedWork {
  readonly kind: ParkedKind;
  readonly id: string;
  /** Topic, type of event, kind of operation; null for an order to be finalized. */
  readonly what: string | null;
  readonly eventId: string | null;
  readonly orderId: string | null;
  readonly tries: number;
  readonly lastError: string | null;
  readonly parkedAt: Date;
  /** Microseconds since 1970, as Postgres keeps it. */
  readonly parkedMicros: string;
}

/** Where the parked rows of each kind are, in the same columns. */
const sources: Readonly<Record<ParkedKind, Sql>> = {
  outbox: sql`select 'outbox' as kind, id::text, topic as what, event_id as "eventId", payload ->> 'orderId' as "orderId",
    attempts as tries, last_error as "lastError", parked_at from outbox where parked_at is not null and done_at is null`,
  inbox: sql`select 'inbox', stripe_event_id, type, null::uuid, null, attempts, last_error, parked_at
    from stripe_inbox where parked_at is not null and processed_at is null`,
  operation: sql`select 'operation', op_id::text, kind, event_id, order_id::text, failures, error_code, parked_at
    from payment_operations where parked_at is not null and state in ('PENDING', 'SENT', 'UNKNOWN')`,
  finalize: sql`select 'finalize', id::text, null, event_id, id::text, finalize_failures, finalize_error, parked_at
    from orders where parked_at is not null and state = 'AUTHORIZED'`,
};

const everything = joinSql(Object.values(sources), ' union all ');

/** Parked work, that which was parked first first. */
export async function listParked(
  database: Database,
  kind: ParkedKind | null,
  after: { readonly parkedMicros: string; readonly kind: string; readonly id: string } | null,
  max: number,
): Promise<ParkedWork[]> {
  return database.$queryRaw`
    select kind, id, what, "eventId", "orderId", tries, "lastError", parked_at as "parkedAt",
      (extract(epoch from parked_at) * 1000000)::bigint::text as "parkedMicros"
    from (${everything}) parked
    where (${kind}::text is null or kind = ${kind})
      and (${after?.id ?? null}::text is null or (parked_at, kind, id) > (
        'epoch'::timestamptz + ${after?.parkedMicros ?? '0'}::bigint * interval '1 microsecond',
        ${after?.kind ?? null}::text, ${after?.id ?? null}::text))
    order by parked_at, kind, id limit ${max}::int`;
}

export async function countParked(database: Database): Promise<Readonly<Record<ParkedKind, number>>> {
  const rows = await database.$queryRaw<{ kind: ParkedKind; n: number }[]>`
    select kind, count(*)::int as n from (${everything}) parked group by kind`;
  const counts: Record<ParkedKind, number> = { outbox: 0, inbox: 0, operation: 0, finalize: 0 };
  for (const { kind, n } of rows) counts[kind] = n;
  return counts;
}

const retries: Readonly<Record<ParkedKind, (id: string | null) => Sql>> = {
  outbox: (id) => sql`update outbox set parked_at = null, attempts = 0, due_at = clock_timestamp()
    where parked_at is not null and done_at is null and (${id}::text is null or id::text = ${id}) returning 1`,
  inbox: (id) => sql`update stripe_inbox set parked_at = null, attempts = 0, due_at = clock_timestamp()
    where parked_at is not null and processed_at is null and (${id}::text is null or stripe_event_id = ${id}) returning 1`,
  operation: (
    id,
  ) => sql`update payment_operations set parked_at = null, failures = 0, due_at = clock_timestamp()
    where parked_at is not null and state in ('PENDING', 'SENT', 'UNKNOWN')
      and (${id}::text is null or op_id::text = ${id}) returning 1`,
  finalize: (id) => sql`update orders set parked_at = null, finalize_failures = 0, finalize_due_at = null
    where parked_at is not null and state = 'AUTHORIZED' and (${id}::text is null or id::text = ${id}) returning 1`,
};

/** Has one row, or all of a kind, tried again, and writes down who wanted it and why. How many there were. */
export async function retryParked(
  database: Database,
  kind: ParkedKind,
  id: string | null,
  by: { readonly actor: string; readonly reason: string },
): Promise<number> {
  const detail: JsonColumn = { reason: by.reason };
  const rows = await database.$queryRaw<{ n: number }[]>`
    with retried as (${retries[kind](id)}),
    audited as (
      insert into audit_log (actor, action, subject, detail)
      select ${by.actor}::uuid, 'parked.retry', ${`${kind}:${id ?? 'all'}`},
        ${JSON.stringify(detail)}::jsonb || jsonb_build_object('count', count(*))
      from retried having count(*) > 0)
    select count(*)::int as n from retried`;
  return rows[0]?.n ?? 0;
}
