import type { Database } from './client.ts';

export interface AdmissionRow {
  readonly eventId: string;
  readonly admissionId: string;
  readonly dropId: string;
  readonly accountId: string;
  readonly lane: number;
  readonly index: number;
  readonly expiresAt: Date;
}

/** Written before the admission is handed out; the same admission again changes nothing. */
export async function writeAdmission(database: Database, row: AdmissionRow): Promise<void> {
  await database.$executeRaw`
    insert into admissions (event_id, id, drop_id, account_id, lane, entry_index, expires_at)
    values (${row.eventId}::uuid, ${row.admissionId}::uuid, ${row.dropId}::uuid, ${row.accountId}::uuid,
      ${row.lane}::smallint, ${row.index}::int, ${row.expiresAt}::timestamptz)
    on conflict do nothing`;
}

/** Ends an admission; ending one that ended changes nothing. */
export async function closeAdmission(
  database: Database,
  eventId: string,
  admissionId: string,
  state: 'LEFT' | 'EXPIRED' | 'SPENT',
): Promise<void> {
  await database.$executeRaw`
    update admissions set state = ${state}, ended_at = clock_timestamp()
    where event_id = ${eventId}::uuid and id = ${admissionId}::uuid and state = 'ACTIVE'`;
}

export interface EndedAdmission {
  readonly eventId: string;
  readonly admissionId: string;
  readonly dropId: string;
  readonly accountId: string;
}

/** Ends the admissions whose time is over, and says which. */
export async function expireAdmissions(database: Database, max: number): Promise<EndedAdmission[]> {
  return database.$queryRaw`
    update admissions a set state = 'EXPIRED', ended_at = clock_timestamp()
    from (select event_id, id from admissions where state = 'ACTIVE' and expires_at <= clock_timestamp()
      order by expires_at limit ${max}::int for update skip locked) due
    where a.event_id = due.event_id and a.id = due.id
    returning a.event_id as "eventId", a.id as "admissionId", a.drop_id as "dropId", a.account_id as "accountId"`;
}

/**
 * Ends the admissions behind these orders that can serve no further one: all their orders are used and over, or their
 * customer has reached the drop's limit. Says which, so that their slots are freed.
 */
export async function spendAdmissions(
  database: Database,
  orders: readonly { readonly eventId: string; readonly orderId: string }[],
  ordersMax: number,
): Promise<EndedAdmission[]> {
  const events = orders.map((order) => order.eventId);
  const ids = orders.map((order) => order.orderId);
  return database.$queryRaw`
    update admissions a set state = 'SPENT', ended_at = clock_timestamp()
    from orders o, drops d
    where (o.event_id, o.id) in (select * from unnest(${events}::uuid[], ${ids}::uuid[]))
      and a.event_id = o.event_id and a.id = o.admission_id and a.state = 'ACTIVE'
      and d.event_id = a.event_id and d.id = a.drop_id
      and not exists (select 1 from orders u where u.event_id = a.event_id and u.admission_id = a.id
        and u.state in ('PENDING_PAYMENT', 'AUTHORIZED', 'EXPIRING'))
      and ((select count(*) from orders u where u.event_id = a.event_id and u.admission_id = a.id) >= ${ordersMax}::int
        or exists (select 1 from customer_quotas q where q.event_id = a.event_id and q.buyer = a.account_id
          and q.sold >= d.per_customer_limit))
    returning a.event_id as "eventId", a.id as "admissionId", a.drop_id as "dropId", a.account_id as "accountId"`;
}

/** Live admissions of a drop, to fill an epoch with. */
export async function loadLiveAdmissions(
  database: Database,
  eventId: string,
  dropId: string,
): Promise<{ readonly accountId: string; readonly admissionId: string; readonly expiresMs: number }[]> {
  const rows = await database.$queryRaw<{ accountId: string; admissionId: string; expiresAt: Date }[]>`
    select account_id as "accountId", id as "admissionId", expires_at as "expiresAt" from admissions
    where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and state = 'ACTIVE'
      and expires_at > clock_timestamp()`;
  return rows.map((row) => ({
    accountId: row.accountId,
    admissionId: row.admissionId,
    expiresMs: row.expiresAt.getTime(),
  }));
}
