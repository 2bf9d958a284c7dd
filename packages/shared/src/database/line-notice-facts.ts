import type { Database } from './client.ts';

/** What a notice says, and whether it is so still. */
export interface LineNoticeFacts {
  readonly email: string;
  readonly name: string;
  readonly locale: string;
  readonly wantsEmail: boolean;
  readonly eventName: string;
  readonly dropName: string;
  readonly timeZone: string;
  readonly claimSeconds: number;
  /** In the shop already, or the drop is over: there is nothing to be told. */
  readonly isOver: boolean;
  readonly turnTold: boolean;
}

export interface NoticePlaceIds {
  readonly eventId: string;
  readonly dropId: string;
  readonly accountId: string;
  readonly lane: number;
  readonly index: number;
}

/** null: the account asks for no notices any more, or has another place by now. */
export async function loadLineNoticeFacts(
  database: Database,
  { eventId, dropId, accountId, lane, index }: NoticePlaceIds,
): Promise<LineNoticeFacts | null> {
  const rows = await database.$queryRaw<LineNoticeFacts[]>`
    select u.email, u.name, u.locale, n.email as "wantsEmail", e.name as "eventName", d.name as "dropName",
      e.time_zone as "timeZone", d.claim_seconds as "claimSeconds", n.turn_at is not null as "turnTold",
      (d.state = 'CLOSED' or coalesce(d.closes_at <= clock_timestamp(), false) or e.status <> 'PUBLISHED' or e.deleted_at is not null
        or exists (select from admissions a where a.event_id = n.event_id and a.drop_id = n.drop_id and a.account_id = n.account_id
          and a.lane = n.lane and a.entry_index = n.entry_index and a.state = 'ACTIVE')) as "isOver"
    from line_notices n join users u on u.id = n.account_id join events e on e.id = n.event_id
    join drops d on d.event_id = n.event_id and d.id = n.drop_id
    where n.event_id = ${eventId}::uuid and n.drop_id = ${dropId}::uuid and n.account_id = ${accountId}::uuid
      and n.lane = ${lane}::smallint and n.entry_index = ${index}::int`;
  return rows[0] ?? null;
}

export interface DeviceAddress {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** null: nothing is pushed there any more. */
export async function loadNoticeDevice(
  database: Database,
  { eventId, dropId, accountId }: NoticePlaceIds,
  device: Uint8Array,
): Promise<DeviceAddress | null> {
  const rows = await database.$queryRaw<DeviceAddress[]>`
    select endpoint, p256dh, auth from line_notice_devices
    where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and account_id = ${accountId}::uuid
      and device = ${new Uint8Array(device)}`;
  return rows[0] ?? null;
}

/** Whether a drop has tickets and not one unsold: what is held or being bought is not sold yet. */
export async function isSoldOut(
  database: Database,
  { eventId, dropId }: { readonly eventId: string; readonly dropId: string },
): Promise<boolean> {
  const rows = await database.$queryRaw<{ soldOut: boolean }[]>`
    select exists (select from tickets t
        where t.event_id = ${eventId}::uuid and t.drop_id = ${dropId}::uuid and t.retired_at is null)
      and not exists (select from tickets t
        join ticket_holders h on h.event_id = t.event_id and h.ticket_number = t.number
        where t.event_id = ${eventId}::uuid and t.drop_id = ${dropId}::uuid and t.retired_at is null
          and h.kind in ('MINT', 'REFUND', 'VOID', 'RELEASE')) as "soldOut"`;
  return rows[0]?.soldOut === true;
}
