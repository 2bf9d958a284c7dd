import { reach } from '../process/crash-points.ts';
import type { Database } from './client.ts';
import { settleInsertRace } from './insert-race.ts';
import { inForce } from './redis-epoch.ts';

export interface AdmissionRow {
  /** Under which it was granted. */
  readonly epoch: number;
  readonly eventId: string;
  readonly admissionId: string;
  readonly dropId: string;
  readonly accountId: string;
  readonly lane: number;
  readonly index: number;
  readonly expiresAt: Date;
  /** Which device comes in; empty: one without a name. */
  readonly device: string;
}

/** How a written admission stands, and whose it is: of the device that came in first, or that took its place. */
export interface WrittenAdmission {
  readonly state: string;
  readonly device: string;
}

/**
 * Written before the admission is handed out, with its entry if that was not copied yet; the same admission again changes nothing. An older one of the account that
 * still counts as active ran out by Redis's clock: it ends here. Answers how the admission stands: one that is not
 * ACTIVE, or another device's, must not be handed out. null: the epoch is over, nothing was written.
 */
export async function writeAdmission(
  database: Database,
  row: AdmissionRow,
): Promise<WrittenAdmission | null> {
  reach('write-admission.before');
  const write = () => database.$executeRaw`
    with epoch as materialized (${inForce(row.epoch)}),
    entry as (
      insert into drop_entries as e (event_id, drop_id, lane, entry_index, account_id, joined_at)
      select ${row.eventId}::uuid, ${row.dropId}::uuid, ${row.lane}::smallint, ${row.index}::int, ${row.accountId}::uuid,
        clock_timestamp()
      from epoch
      on conflict (event_id, drop_id, account_id) do update
        set lane = excluded.lane, entry_index = excluded.entry_index, joined_at = excluded.joined_at, left_at = null
        where e.lane = excluded.lane and e.entry_index < excluded.entry_index),
    ended as (
      update admissions set state = 'EXPIRED', ended_at = clock_timestamp()
      where event_id = ${row.eventId}::uuid and drop_id = ${row.dropId}::uuid and account_id = ${row.accountId}::uuid
        and state = 'ACTIVE' and id <> ${row.admissionId}::uuid and exists (select 1 from epoch)
      returning id)
    insert into admissions (event_id, id, drop_id, account_id, lane, entry_index, expires_at, device)
    select ${row.eventId}::uuid, ${row.admissionId}::uuid, ${row.dropId}::uuid, ${row.accountId}::uuid,
      ${row.lane}::smallint, ${row.index}::int, ${row.expiresAt}::timestamptz, ${row.device}
    from epoch, (select count(*) from ended) as after_ended
    on conflict (event_id, id) do nothing`;
  // The copier of joins may be writing the same entry.
  await settleInsertRace(write);
  reach('write-admission.after');
  const rows = await database.$queryRaw<WrittenAdmission[]>`
    select state, coalesce(device, '') as device from admissions where event_id = ${row.eventId}::uuid and id = ${row.admissionId}::uuid`;
  return rows[0] ?? null;
}

/** Ends an admission; ending one that ended changes nothing. */
export async function closeAdmission(
  database: Database,
  eventId: string,
  admissionId: string,
  state: 'LEFT' | 'EXPIRED' | 'SPENT',
): Promise<void> {
  reach('close-admission.before');
  await database.$executeRaw`
    update admissions set state = ${state}, ended_at = clock_timestamp()
    where event_id = ${eventId}::uuid and id = ${admissionId}::uuid and state = 'ACTIVE'`;
  reach('close-admission.after');
}

export interface EndedAdmission {
  readonly eventId: string;
  readonly admissionId: string;
  readonly dropId: string;
  readonly accountId: string;
}

/** Ends the admissions whose time is over, and says which. None is while Stripe is out: their ends will be moved. */
export async function expireAdmissions(database: Database, max: number): Promise<EndedAdmission[]> {
  reach('expire-admissions.before');
  const written = await database.$queryRaw<EndedAdmission[]>`
    update admissions a set state = 'EXPIRED', ended_at = clock_timestamp()
    from (select event_id, id from admissions where state = 'ACTIVE' and expires_at <= clock_timestamp()
        and not exists (select from stripe_outages where ended_at is null)
      order by expires_at limit ${max}::int for update skip locked) due
    where a.event_id = due.event_id and a.id = due.id
    returning a.event_id as "eventId", a.id as "admissionId", a.drop_id as "dropId", a.account_id as "accountId"`;
  if (written.length > 0) reach('expire-admissions.after');
  return written;
}

/**
 * Ends active admissions that can serve no further order: all their orders are used and over, or their customer has
 * reached the drop's limit. Says which, so that their slots are freed.
 */
export async function spendAdmissions(
  database: Database,
  ordersMax: number,
  max: number,
): Promise<EndedAdmission[]> {
  reach('spend-admissions.before');
  const written = await database.$queryRaw<EndedAdmission[]>`
    update admissions a set state = 'SPENT', ended_at = clock_timestamp()
    from (
      select s.event_id, s.id from admissions s
      join drops d on d.event_id = s.event_id and d.id = s.drop_id
      cross join lateral (
        select count(*) as used,
          count(*) filter (where o.state in ('PENDING_PAYMENT', 'AUTHORIZED', 'EXPIRING')) as unfinished
        from orders o where o.event_id = s.event_id and o.admission_id = s.id) n
      left join customer_quotas q on q.event_id = s.event_id and q.buyer = s.account_id
      where s.state = 'ACTIVE' and n.used > 0 and n.unfinished = 0
        and (n.used >= ${ordersMax}::int or q.sold >= d.per_customer_limit)
      limit ${max}::int for update of s skip locked) spent
    where a.event_id = spent.event_id and a.id = spent.id
    returning a.event_id as "eventId", a.id as "admissionId", a.drop_id as "dropId", a.account_id as "accountId"`;
  if (written.length > 0) reach('spend-admissions.after');
  return written;
}

/**
 * The admission that each account's present entry was exchanged for, to fill an epoch with. One that ended has a past
 * `expiresMs`: it is filed too, so that its turn is not used again.
 */
export async function loadUsedTurns(
  database: Database,
  eventId: string,
  dropId: string,
): Promise<{ readonly accountId: string; readonly admissionId: string; readonly expiresMs: number }[]> {
  const rows = await database.$queryRaw<
    { accountId: string; admissionId: string; expiresAt: Date; active: boolean }[]
  >`
    select distinct on (a.account_id) a.account_id as "accountId", a.id as "admissionId",
      a.expires_at as "expiresAt", a.state = 'ACTIVE' as active
    from admissions a
    join drop_entries e on e.event_id = a.event_id and e.drop_id = a.drop_id and e.account_id = a.account_id
      and e.lane = a.lane and e.entry_index = a.entry_index
    where a.event_id = ${eventId}::uuid and a.drop_id = ${dropId}::uuid
      and not exists (select from priority_returns r where r.event_id = a.event_id and r.admission_id = a.id)
    order by a.account_id, a.granted_at desc`;
  return rows.map((row) => ({
    accountId: row.accountId,
    admissionId: row.admissionId,
    expiresMs: row.active ? row.expiresAt.getTime() : 0,
  }));
}
