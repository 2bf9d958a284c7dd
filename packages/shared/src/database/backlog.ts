import type { Database } from './client.ts';

/** What waits at a stage of the purchase, and how fast it is done. */
export interface Backlog {
  readonly backlog: number;
  /** For how long the one that waits longest is overdue. Seconds. */
  readonly oldestSeconds: number;
  readonly perSecond: number;
}

/** More is not counted: it is far too much already. */
const countedMax = 10_000;
const overSeconds = 30;

/**
 * Paid orders that are not finished, and calls to Stripe that are due. What failed and waits to be tried again, or for a
 * person, is no sign of too little capacity. Done are counted as captures and refunds: every finished order makes one.
 */
export async function readBacklogs(
  database: Database,
): Promise<{ readonly orders: Backlog; readonly payments: Backlog }> {
  const [row] = await database.$queryRaw<
    {
      orders: number;
      ordersSeconds: number;
      payments: number;
      paymentsSeconds: number;
      captures: number;
      settled: number;
    }[]
  >`
    with waiting as (
      select updated_at as since from orders
      where state = 'AUTHORIZED' and parked_at is null and finalize_due_at is null
      order by updated_at limit ${countedMax}::int),
    due as (
      select due_at as since from payment_operations
      where state in ('PENDING', 'SENT', 'UNKNOWN') and due_at <= clock_timestamp() and parked_at is null and failures = 0
      order by due_at limit ${countedMax}::int),
    done as (
      select kind from payment_operations
      where state = 'DONE' and kind in ('CAPTURE', 'REFUND')
        and settled_at > clock_timestamp() - make_interval(secs => ${overSeconds}::float8))
    select (select count(*) from waiting)::int as orders,
      coalesce((select extract(epoch from clock_timestamp() - min(since)) from waiting), 0)::float8 as "ordersSeconds",
      (select count(*) from due)::int as payments,
      coalesce((select extract(epoch from clock_timestamp() - min(since)) from due), 0)::float8 as "paymentsSeconds",
      (select count(*) from done where kind = 'CAPTURE')::int as captures,
      (select count(*) from done)::int as settled`;
  if (row === undefined) throw new Error('the backlog has no row');
  return {
    orders: {
      backlog: row.orders,
      oldestSeconds: Math.max(0, row.ordersSeconds),
      perSecond: row.captures / overSeconds,
    },
    payments: {
      backlog: row.payments,
      oldestSeconds: Math.max(0, row.paymentsSeconds),
      perSecond: row.settled / overSeconds,
    },
  };
}
