import type { Database } from './client.ts';

/** An admission, and the device that asks. */
export interface AdmissionDevice {
  readonly eventId: string;
  readonly admissionId: string;
  /** As tokens/device-key has it; empty: one without a name. */
  readonly device: string;
}

/** Whether the admission is this device's, as the newest move left it. One that Postgres does not know is nobody else's. */
export async function isOfDevice(database: Database, of: AdmissionDevice): Promise<boolean> {
  const rows = await database.$queryRaw<{ device: string | null }[]>`
    select device from admissions where event_id = ${of.eventId}::uuid and id = ${of.admissionId}::uuid`;
  const device = rows[0]?.device ?? '';
  return device === '' || device === of.device;
}

/** Lets another device take the admission over with a code, once and for `seconds`. When that ends; null: it is over, or not this device's. */
export async function offerMove(
  database: Database,
  of: AdmissionDevice,
  codeHash: Uint8Array<ArrayBuffer>,
  seconds: number,
): Promise<Date | null> {
  const rows = await database.$queryRaw<{ until: Date }[]>`
    update admissions set move_code_hash = ${codeHash},
      move_expires_at = clock_timestamp() + make_interval(secs => ${seconds}::float8)
    where event_id = ${of.eventId}::uuid and id = ${of.admissionId}::uuid and state = 'ACTIVE'
      and coalesce(device, '') = ${of.device}
    returning move_expires_at as until`;
  return rows[0]?.until ?? null;
}

/**
 * Hands the admission to another device, with a note in the audit log. Of two that use one code, one gets it.
 * @param codeHash null: the account takes it over without a code, from a device that is gone
 */
export async function moveAdmission(
  database: Database,
  to: AdmissionDevice,
  accountId: string,
  codeHash: Uint8Array<ArrayBuffer> | null,
): Promise<boolean> {
  const moved = await database.$queryRaw<unknown[]>`
    with moved as (
      update admissions set device = ${to.device}, move_code_hash = null, move_expires_at = null
      where event_id = ${to.eventId}::uuid and id = ${to.admissionId}::uuid and account_id = ${accountId}::uuid
        and state = 'ACTIVE' and (${codeHash}::bytea is null
          or (move_code_hash = ${codeHash}::bytea and move_expires_at > clock_timestamp()))
      returning id, drop_id),
    logged as (
      insert into audit_log (actor, action, subject, detail)
      select ${accountId}::uuid, 'admission.move', 'drop:' || drop_id,
        jsonb_build_object('admissionId', id, 'byCode', ${codeHash}::bytea is not null) from moved)
    select id from moved`;
  return moved.length === 1;
}
