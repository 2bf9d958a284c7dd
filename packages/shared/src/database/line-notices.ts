import type { Database } from './client.ts';
import type { DropIds } from './drop-record.ts';

/** What an account asked for in a drop. */
export interface LineNotices {
  readonly email: boolean;
  /** SHA-256 of the endpoint of each browser that notices are pushed to, the newest last. */
  readonly devices: readonly Uint8Array[];
}

export interface NewDevice {
  /** SHA-256 of the endpoint. */
  readonly device: Uint8Array<ArrayBuffer>;
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** null: it asked for none. */
export async function loadLineNotices(
  database: Database,
  { eventId, dropId }: DropIds,
  accountId: string,
): Promise<LineNotices | null> {
  const rows = await database.$queryRaw<{ email: boolean; devices: string[] }[]>`
    select n.email, coalesce((select array_agg(encode(d.device, 'hex') order by d.added_at, d.device) from line_notice_devices d
        where d.event_id = n.event_id and d.drop_id = n.drop_id and d.account_id = n.account_id), '{}') as devices
    from line_notices n
    where n.event_id = ${eventId}::uuid and n.drop_id = ${dropId}::uuid and n.account_id = ${accountId}::uuid`;
  const [row] = rows;
  if (row === undefined) return null;
  return { email: row.email, devices: row.devices.map((device) => Buffer.from(device, 'hex')) };
}

/**
 * Keeps what an account asks for; what it was told stays told. A browser beyond `devicesMax` takes the place of the oldest.
 * @param change `keep`: whoever is pushed to stays so; `none`: nobody is
 */
export async function saveLineNotices(
  database: Database,
  { eventId, dropId }: DropIds,
  accountId: string,
  email: boolean,
  change: 'keep' | 'none' | NewDevice,
  devicesMax: number,
): Promise<void> {
  const own = [eventId, dropId, accountId] as const;
  // The row's lock keeps two browsers of one account apart.
  const asked = database.$executeRaw`
    insert into line_notices (event_id, drop_id, account_id, email)
    values (${own[0]}::uuid, ${own[1]}::uuid, ${own[2]}::uuid, ${email})
    on conflict (event_id, drop_id, account_id) do update set email = excluded.email`;
  if (change === 'keep') {
    await asked;
    return;
  }
  if (change === 'none') {
    const forgotten = database.$executeRaw`
      delete from line_notice_devices
      where event_id = ${own[0]}::uuid and drop_id = ${own[1]}::uuid and account_id = ${own[2]}::uuid`;
    await database.$transaction([asked, forgotten]);
    return;
  }
  const { device, endpoint, p256dh, auth } = change;
  const added = database.$executeRaw`
    insert into line_notice_devices (event_id, drop_id, account_id, device, endpoint, p256dh, auth, added_at)
    values (${own[0]}::uuid, ${own[1]}::uuid, ${own[2]}::uuid, ${device}, ${endpoint}, ${p256dh}, ${auth}, clock_timestamp())
    on conflict (event_id, drop_id, account_id, device) do update
      set p256dh = excluded.p256dh, auth = excluded.auth, added_at = excluded.added_at`;
  const oldest = database.$executeRaw`
    delete from line_notice_devices d
    where d.event_id = ${own[0]}::uuid and d.drop_id = ${own[1]}::uuid and d.account_id = ${own[2]}::uuid
      and d.device in (select o.device from line_notice_devices o
        where o.event_id = d.event_id and o.drop_id = d.drop_id and o.account_id = d.account_id
        order by o.added_at desc, o.device offset ${devicesMax}::int)`;
  await database.$transaction([asked, added, oldest]);
}

/** Forgets all that an account asked for. Harmless when it asked for nothing. */
export async function dropLineNotices(
  database: Database,
  { eventId, dropId }: DropIds,
  accountId: string,
): Promise<void> {
  await database.$executeRaw`
    delete from line_notices
    where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and account_id = ${accountId}::uuid`;
}

/** Nothing of this drop is pushed to this browser any more. Harmless when nothing was. */
export async function dropNoticeDevice(
  database: Database,
  { eventId, dropId }: DropIds,
  accountId: string,
  device: Uint8Array,
): Promise<void> {
  await database.$executeRaw`
    delete from line_notice_devices
    where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid and account_id = ${accountId}::uuid
      and device = ${new Uint8Array(device)}`;
}

/** Forgets who asked in drops that are over for a day, at most `max` of them. How many went. */
export async function pruneLineNotices(database: Database, max: number): Promise<number> {
  return database.$executeRaw`
    delete from line_notices where (event_id, drop_id, account_id) in (
      select n.event_id, n.drop_id, n.account_id from line_notices n
      join drops d on d.event_id = n.event_id and d.id = n.drop_id join events e on e.id = n.event_id
      where coalesce(d.closes_at, e.starts_at) < clock_timestamp() - interval '1 day' or e.deleted_at is not null
      limit ${max}::int)`;
}
