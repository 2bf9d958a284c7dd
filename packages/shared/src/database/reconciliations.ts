import type { BookDifference, CurrencyTotals, OrderMoney } from '../domain/compare-books.ts';
import type { Database } from './client.ts';

export interface Reconciliation {
  /** YYYY-MM-DD, UTC. */
  readonly day: string;
  readonly finishedAt: Date | null;
  readonly transactions: number;
  readonly orders: number;
  readonly differing: number;
  readonly differenceMinor: number;
  readonly totals: readonly CurrencyTotals[];
  readonly differences: readonly BookDifference[];
}

/**
 * Takes the oldest of the last `daysBack` days that nobody reconciled, for one worker at a time; null: all are done. A day
 * is taken half an hour after its end. A worker that died is followed after `staleSeconds`.
 */
export async function claimDay(
  database: Database,
  by: string,
  daysBack: number,
  staleSeconds: number,
): Promise<string | null> {
  const rows = await database.$queryRaw<{ day: string }[]>`
    insert into reconciliations (day, claimed_by)
    select d::date, ${by} from generate_series(
        greatest((clock_timestamp() - make_interval(days => ${daysBack}::int))::date, 
          (select coalesce(min(created_at), clock_timestamp())::date from payments)),
        (clock_timestamp() - interval '1 day 30 minutes')::date, interval '1 day') d
      left join reconciliations r on r.day = d::date
      where r.day is null or (r.finished_at is null
        and r.claimed_at < clock_timestamp() - make_interval(secs => ${staleSeconds}::float8))
      order by d limit 1
    on conflict (day) do update set claimed_by = excluded.claimed_by, claimed_at = clock_timestamp()
      where reconciliations.finished_at is null
        and reconciliations.claimed_at < clock_timestamp() - make_interval(secs => ${staleSeconds}::float8)
    returning day::text`;
  return rows[0]?.day ?? null;
}

/** Takes a day whatever it was before: by hand. */
export async function takeDay(database: Database, by: string, day: string): Promise<void> {
  await database.$executeRaw`
    insert into reconciliations (day, claimed_by) values (${day}::date, ${by})
    on conflict (day) do update set claimed_by = excluded.claimed_by, claimed_at = clock_timestamp(), finished_at = null`;
}

/** Says that the day's worker lives. */
export async function renewDay(database: Database, by: string, day: string): Promise<void> {
  await database.$executeRaw`
    update reconciliations set claimed_at = clock_timestamp()
    where day = ${day}::date and claimed_by = ${by} and finished_at is null`;
}

/** false: another took the day over meanwhile. */
export async function finishDay(
  database: Database,
  by: string,
  result: Omit<Reconciliation, 'finishedAt'>,
): Promise<boolean> {
  const finished = await database.$executeRaw`
    update reconciliations set finished_at = clock_timestamp(), transactions = ${result.transactions}::int,
      orders = ${result.orders}::int, differing = ${result.differing}::int,
      difference_minor = ${result.differenceMinor}::bigint, totals = ${JSON.stringify(result.totals)}::jsonb,
      differences = ${JSON.stringify(result.differences)}::jsonb
    where day = ${result.day}::date and claimed_by = ${by}`;
  return finished === 1;
}

/** Our money of these intents; those that are no order's are left out. */
export async function loadMoneyOfIntents(
  database: Database,
  intentIds: readonly string[],
): Promise<OrderMoney[]> {
  return database.$queryRaw`
    select payment_intent_id as "intentId", event_id as "eventId", order_id as "orderId", currency,
      captured_minor as "capturedMinor", refunded_minor as "refundedMinor"
    from payments where payment_intent_id = any (${[...intentIds]}::text[])`;
}

/** The intents of which we believe that money moved on the day. */
export async function loadIntentsMoved(database: Database, day: string): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    select distinct y.payment_intent_id as id
    from payment_operations p join payments y on y.event_id = p.event_id and y.order_id = p.order_id
    where p.state = 'DONE' and p.kind in ('CAPTURE', 'REFUND')
      and p.settled_at >= ${day}::date::timestamp at time zone 'UTC'
      and p.settled_at < (${day}::date + 1)::timestamp at time zone 'UTC'`;
  return rows.map((row) => row.id);
}

/** Newest day first, those before `before`. */
export async function listReconciliations(
  database: Database,
  before: string | null,
  max: number,
): Promise<Reconciliation[]> {
  return database.$queryRaw`
    select day::text, finished_at as "finishedAt", transactions, orders, differing,
      difference_minor::float8 as "differenceMinor", totals, differences
    from reconciliations where (${before}::date is null or day < ${before}::date) order by day desc limit ${max}::int`;
}
