import type { Database } from './client.ts';

/** Marks drops whose opening has come as announced, once each, with an entry in the audit log; says which. */
export async function announceOpenings(
  database: Database,
  max: number,
): Promise<
  { readonly eventId: string; readonly dropId: string; readonly name: string; readonly lateMs: number }[]
> {
  return database.$queryRaw`
    with due as (
      select d.event_id, d.id from drops d join events e on e.id = d.event_id
      where d.announced_at is null and d.opens_at <= clock_timestamp() and e.status = 'PUBLISHED'
        and e.deleted_at is null
      order by d.opens_at limit ${max}::int for update of d skip locked),
    announced as (
      update drops d set announced_at = clock_timestamp() from due
      where d.event_id = due.event_id and d.id = due.id
      returning d.event_id, d.id, d.name, d.opens_at, d.announced_at),
    logged as (
      insert into audit_log (action, subject, detail)
      select 'drop.opened', 'drop:' || id, jsonb_build_object('eventId', event_id, 'name', name) from announced)
    select event_id as "eventId", id as "dropId", name,
      (extract(epoch from announced_at - opens_at) * 1000)::float8 as "lateMs" from announced`;
}
