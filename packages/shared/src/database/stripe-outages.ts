import { reach } from '../process/crash-points.ts';
import type { Database } from './client.ts';

/** An outage of Stripe that is not over and done with. */
export interface StripeOutage {
  readonly id: bigint;
  readonly beganAt: Date;
  /** false: Stripe answers again, and Redis is still to be prolonged. */
  readonly isOpen: boolean;
  readonly secondsSinceEnd: number | null;
}

/** The outage that interrupts payments now; null: none does. */
export async function readOutage(database: Database): Promise<StripeOutage | null> {
  const rows = await database.$queryRaw<StripeOutage[]>`
    select id, began_at as "beganAt", ended_at is null as "isOpen",
      extract(epoch from clock_timestamp() - ended_at)::float8 as "secondsSinceEnd"
    from stripe_outages where resumed_at is null order by id desc limit 1`;
  return rows[0] ?? null;
}

/** Compare-and-set: at most one outage is open. `failingSeconds`: for how long the caller has had no answer. */
export async function beginOutage(
  database: Database,
  by: string,
  failingSeconds: number,
): Promise<'BEGUN' | 'OPEN'> {
  reach('begin-outage.before');
  const [row] = await database.$queryRaw<{ outcome: 'BEGUN' | 'OPEN' }[]>`
    select begin_stripe_outage(${by}, ${failingSeconds}::float8) as outcome`;
  reach('begin-outage.after');
  if (row === undefined) throw new Error('begin_stripe_outage answered nothing');
  return row.outcome;
}

/**
 * Takes the next question to Stripe, for one worker at a time; null: no outage is open, or one was asked less than
 * `everySeconds` ago. `endedRecently`: another outage ended within `calmSeconds` before this one began.
 */
export async function takeProbe(
  database: Database,
  everySeconds: number,
  calmSeconds: number,
): Promise<{ readonly id: bigint; readonly endedRecently: boolean } | null> {
  reach('take-probe.before');
  const rows = await database.$queryRaw<{ id: bigint; endedRecently: boolean }[]>`
    update stripe_outages s set probed_at = clock_timestamp()
    where s.ended_at is null and s.probed_at <= clock_timestamp() - make_interval(secs => ${everySeconds}::float8)
    returning s.id, exists (select from stripe_outages b where b.id < s.id
      and b.ended_at > s.began_at - make_interval(secs => ${calmSeconds}::float8)) as "endedRecently"`;
  if (rows.length > 0) reach('take-probe.after');
  return rows[0] ?? null;
}

/** ENDED: every deadline was moved by the same statement. OVER: it had ended. */
export async function recordProbe(
  database: Database,
  outageId: bigint,
  answered: boolean,
  answersNeeded: number,
  by: string,
): Promise<'OPEN' | 'ENDED' | 'OVER'> {
  reach('record-probe.before');
  const [row] = await database.$queryRaw<{ outcome: 'OPEN' | 'ENDED' | 'OVER' }[]>`
    select record_stripe_probe(${outageId}::bigint, ${answered}, ${answersNeeded}::int, ${by}) as outcome`;
  reach('record-probe.after');
  if (row === undefined) throw new Error('record_stripe_probe answered nothing');
  return row.outcome;
}

/** Redis was prolonged after these outages: people are let in again. */
export async function markResumed(database: Database, newestId: bigint): Promise<void> {
  reach('mark-resumed.before');
  await database.$executeRaw`
    update stripe_outages set resumed_at = greatest(clock_timestamp(), ended_at)
    where id <= ${newestId}::bigint and ended_at is not null and resumed_at is null`;
  reach('mark-resumed.after');
}

/** Admissions that are active by Postgres, with their ends, of one drop. */
export async function loadActiveAdmissions(
  database: Database,
  eventId: string,
  dropId: string,
): Promise<{ readonly accountId: string; readonly admissionId: string; readonly expiresMs: number }[]> {
  const rows = await database.$queryRaw<{ accountId: string; admissionId: string; expiresAt: Date }[]>`
    select account_id as "accountId", id as "admissionId", expires_at as "expiresAt" from admissions
    where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and state = 'ACTIVE' and expires_at > clock_timestamp()`;
  return rows.map(({ expiresAt, ...rest }) => ({ ...rest, expiresMs: expiresAt.getTime() }));
}
