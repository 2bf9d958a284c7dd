import type { TransferState } from '../states/transfer-states.ts';
import type { Database } from './client.ts';

export interface TransferView {
  readonly transferId: string;
  readonly eventId: string;
  readonly orderId: string;
  readonly eventName: string;
  readonly startsAt: Date;
  readonly timeZone: string;
  readonly venueName: string;
  readonly number: number;
  readonly categoryName: string;
  readonly zone: string | null;
  readonly row: string | null;
  readonly label: string | null;
  readonly state: TransferState;
  readonly toEmail: string;
  readonly toAccount: string | null;
  readonly fromAccount: string;
  readonly createdAt: Date;
  readonly createdMicros: string;
  readonly expiresAt: Date;
  readonly settledAt: Date | null;
  readonly giver: Person;
  /** null until somebody accepted. */
  readonly receiver: Person | null;
}

interface Person {
  readonly name: string;
  readonly email: string;
  readonly locale: string;
}

/** The transfer that a page ended with; its time in microseconds since 1970, as Postgres keeps it. */
export interface TransferCursor {
  readonly createdMicros: string;
  readonly transferId: string;
}

/** Whoever asks for it; null: there is none. One whose acceptance waits for the sale journal is told as still offered. */
export async function loadTransfer(database: Database, transferId: string): Promise<TransferView | null> {
  const rows = await loadTransfers(database, { transferId }, null, 1);
  return rows[0] ?? null;
}

/** What an account gave, or is known to have received, newest first, those that follow `after`. */
export async function listTransfers(
  database: Database,
  accountId: string,
  after: TransferCursor | null,
  max: number,
): Promise<TransferView[]> {
  return loadTransfers(database, { accountId }, after, max);
}

async function loadTransfers(
  database: Database,
  of: { readonly transferId?: string; readonly accountId?: string },
  after: TransferCursor | null,
  max: number,
): Promise<TransferView[]> {
  const transferId = of.transferId ?? null;
  const accountId = of.accountId ?? null;
  return database.$queryRaw`
    with chosen as (
      select * from transfers t where ${transferId}::uuid is not null and t.id = ${transferId}::uuid
      union
      (select * from transfers t where t.from_account = ${accountId}::uuid
        and (${after?.transferId ?? null}::uuid is null or (t.created_at, t.id)
          < ('epoch'::timestamptz + ${after?.createdMicros ?? '0'}::bigint * interval '1 microsecond', ${after?.transferId ?? null}::uuid))
        order by t.created_at desc, t.id desc limit ${max}::int)
      union
      (select * from transfers t where t.to_account = ${accountId}::uuid
        and is_row_journaled(t.event_id, t.order_id, 'transfers', 'id', t.id, 'ACCEPTED')
        and (${after?.transferId ?? null}::uuid is null or (t.created_at, t.id)
          < ('epoch'::timestamptz + ${after?.createdMicros ?? '0'}::bigint * interval '1 microsecond', ${after?.transferId ?? null}::uuid))
        order by t.created_at desc, t.id desc limit ${max}::int)),
    told as (
      select t.*, t.state = 'ACCEPTED'
          and not is_row_journaled(t.event_id, t.order_id, 'transfers', 'id', t.id, 'ACCEPTED') as waits
      from chosen t)
    select t.id as "transferId", t.event_id as "eventId", t.order_id as "orderId", e.name as "eventName", e.starts_at as "startsAt",
      e.time_zone as "timeZone", v.name as "venueName", t.ticket_number as number, c.name as "categoryName",
      s.zone, s.row_label as "row", s.label, case when t.waits then 'OFFERED' else t.state end as state,
      t.to_email as "toEmail", r.id as "toAccount",
      t.from_account as "fromAccount", t.created_at as "createdAt",
      (extract(epoch from t.created_at) * 1000000)::bigint::text as "createdMicros", t.expires_at as "expiresAt",
      case when not t.waits then t.settled_at end as "settledAt",
      json_build_object('name', g.name, 'email', g.email, 'locale', g.locale) as giver,
      case when r.id is not null then json_build_object('name', r.name, 'email', r.email, 'locale', r.locale) end as receiver
    from told t
    join events e on e.id = t.event_id
    join venues v on v.id = e.venue_id
    join tickets k on k.event_id = t.event_id and k.number = t.ticket_number
    join categories c on c.event_id = k.event_id and c.id = k.category_id
    left join seats s on s.plan_id = k.plan_id and s.seat_index = k.seat_index
    join users g on g.id = t.from_account
    left join users r on r.id = t.to_account and not t.waits
    order by t.created_at desc, t.id desc limit ${max}::int`;
}
