import type { LoggedFact } from '../draw/admission-log.ts';
import type { Database } from './client.ts';
import type { DropIds } from './drop-record.ts';

export interface LogHead {
  /** -1: the log is empty. */
  readonly seq: number;
  readonly hash: Uint8Array | null;
  /** By lane, as last logged; empty before. */
  readonly served: readonly number[];
}

export interface NewLogEntry {
  readonly fact: LoggedFact;
  readonly hash: Uint8Array<ArrayBuffer>;
}

export interface UnloggedAdmission {
  readonly admissionId: string;
  readonly lane: number;
  readonly index: number;
  readonly at: Date;
}

/** An admission is seen so long after the time it bears, at most. Seconds. */
const commitSecondsMax = 30;

export async function readLogHead(database: Database, { eventId, dropId }: DropIds): Promise<LogHead> {
  const rows = await database.$queryRaw<{ seq: number; hash: Uint8Array; served: number[] | null }[]>`
    select l.seq, l.hash, (select t.served from admission_log t
        where t.event_id = l.event_id and t.drop_id = l.drop_id and t.kind = 'TURNS' order by t.seq desc limit 1) as served
    from admission_log l where l.event_id = ${eventId}::uuid and l.drop_id = ${dropId}::uuid
    order by l.seq desc limit 1`;
  const [head] = rows;
  return { seq: head?.seq ?? -1, hash: head?.hash ?? null, served: head?.served ?? [] };
}

/** The oldest admissions that are not in the log. */
export async function loadUnlogged(
  database: Database,
  { eventId, dropId }: DropIds,
  max: number,
): Promise<UnloggedAdmission[]> {
  return database.$queryRaw`
    select a.id as "admissionId", a.lane, a.entry_index as index, date_trunc('milliseconds', a.granted_at) as at
    from admissions a
    where a.event_id = ${eventId}::uuid and a.drop_id = ${dropId}::uuid
      and a.granted_at >= coalesce((
        select max(l.at) from admission_log l
        where l.event_id = a.event_id and l.drop_id = a.drop_id and l.kind = 'ADMISSION'), '-infinity')
        - make_interval(secs => ${commitSecondsMax}::int)
      and not exists (select from admission_log l
        where l.event_id = a.event_id and l.admission_id = a.id and l.kind = 'ADMISSION')
    order by a.granted_at, a.id limit ${max}::int`;
}

/** The oldest turns given back that are not in the log, each with the place that comes in again. */
export async function loadUnloggedReturns(
  database: Database,
  { eventId, dropId }: DropIds,
  max: number,
): Promise<UnloggedAdmission[]> {
  return database.$queryRaw`
    select a.id as "admissionId", a.lane, a.entry_index as index, date_trunc('milliseconds', r.returned_at) as at
    from priority_returns r join admissions a on a.event_id = r.event_id and a.id = r.admission_id
    where r.event_id = ${eventId}::uuid and r.drop_id = ${dropId}::uuid
      and not exists (select from admission_log l
        where l.event_id = r.event_id and l.admission_id = r.admission_id and l.kind = 'RETURN')
    order by r.returned_at, r.admission_id limit ${max}::int`;
}

/** Appends entries behind `head`, all or none. false: somebody else did meanwhile. */
export async function appendLog(
  database: Database,
  { eventId, dropId }: DropIds,
  head: LogHead,
  entries: readonly NewLogEntry[],
  signed: { readonly keyId: string; readonly signature: string },
): Promise<boolean> {
  const rows = entries.map(({ fact, hash }, at) => ({
    seq: head.seq + 1 + at,
    kind: fact.kind,
    at: fact.at.toISOString(),
    served: fact.kind === 'TURNS' ? fact.served : null,
    joined: fact.kind === 'TURNS' ? fact.joined : null,
    admission_id: fact.kind === 'TURNS' ? null : fact.admissionId,
    lane: fact.kind === 'TURNS' ? null : fact.lane,
    position: fact.kind === 'TURNS' ? null : fact.position,
    hash: `\\x${Buffer.from(hash).toString('hex')}`,
    key_id: at === entries.length - 1 ? signed.keyId : null,
    signature: at === entries.length - 1 ? signed.signature : null,
  }));
  const appended = await database.$executeRaw`
    insert into admission_log (event_id, drop_id, seq, kind, at, served, joined, admission_id, lane, position, hash, key_id, signature)
    select ${eventId}::uuid, ${dropId}::uuid, n.seq, n.kind, n.at, n.served, n.joined, n.admission_id, n.lane, n.position,
      n.hash, n.key_id, n.signature
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (seq int, kind text, at timestamptz, served int[], joined int[],
      admission_id uuid, lane smallint, position int, hash bytea, key_id text, signature text)
    where not exists (select from admission_log l
      where l.event_id = ${eventId}::uuid and l.drop_id = ${dropId}::uuid and l.seq > ${head.seq}::int)`;
  return appended > 0;
}

export interface LogRow {
  readonly seq: number;
  readonly kind: 'TURNS' | 'ADMISSION' | 'RETURN';
  readonly at: Date;
  readonly served: readonly number[] | null;
  readonly joined: readonly number[] | null;
  readonly admissionId: string | null;
  readonly lane: number | null;
  readonly position: number | null;
  readonly hash: Uint8Array;
  readonly keyId: string | null;
  readonly signature: string | null;
}

/** Entries behind `after`, in order. */
export async function loadLog(
  database: Database,
  { eventId, dropId }: DropIds,
  after: number,
  max: number,
): Promise<LogRow[]> {
  return database.$queryRaw`
    select seq, kind, at, served, joined, admission_id as "admissionId", lane, position, hash, key_id as "keyId", signature
    from admission_log where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and seq > ${after}::int
    order by seq limit ${max}::int`;
}
