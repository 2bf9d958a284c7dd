import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { queuedFromChanged } from '../../catalogue/drop-publication.ts';
import { requireEvent } from '../../catalogue/event-access.ts';

interface DropUse {
  entries: number;
  admissions: number;
  orders: number;
  opened: boolean;
}

/**
 * Deletes a drop that nobody has come near; its tickets stay, in no drop. Once it has opened in a published event, or
 * somebody joined, it can only be closed: STATE_CONFLICT.
 */
export async function deleteDrop(
  database: Database,
  account: Account,
  eventId: string,
  dropId: string,
): Promise<void> {
  const { vendorId } = await requireEvent(database, account, eventId, 'edit');
  const note = {
    actor: account.id,
    vendorId,
    action: 'drop.delete',
    subject: `drop:${dropId}`,
    detail: { eventId },
  };
  const [, , deleted] = await database.$transaction([
    // Who joins, or is let in, refers to one of these rows: they wait for us, or we for them.
    database.$queryRaw`select id from drops where event_id = ${eventId}::uuid and id = ${dropId}::uuid for update`,
    database.$queryRaw`select lane from drop_lanes
      where event_id = ${eventId}::uuid and drop_id = ${dropId}::uuid order by lane for update`,
    database.$queryRaw<unknown[]>`
      with gone as (
        select d.event_id, d.id, d.version + 1 as version from drops d join events e on e.id = d.event_id
          where d.event_id = ${eventId}::uuid and d.id = ${dropId}::uuid
            and (e.status <> 'PUBLISHED' or d.opens_at > clock_timestamp())
            and not exists (select from drop_entries x where x.event_id = d.event_id and x.drop_id = d.id)
            and not exists (select from admissions x where x.event_id = d.event_id and x.drop_id = d.id)
            and not exists (select from lane_redemptions x where x.event_id = d.event_id and x.drop_id = d.id)
            and not exists (select from orders x where x.event_id = d.event_id and x.drop_id = d.id)),
      freed as (update tickets t set drop_id = null from gone where t.event_id = gone.event_id and t.drop_id = gone.id),
      gaps as (delete from drop_index_gaps l using gone where l.event_id = gone.event_id and l.drop_id = gone.id),
      codes as (delete from lane_codes l using gone where l.event_id = gone.event_id and l.drop_id = gone.id),
      leaves as (delete from lobby_leaves l using gone where l.event_id = gone.event_id and l.drop_id = gone.id),
      draws as (delete from draws l using gone where l.event_id = gone.event_id and l.drop_id = gone.id),
      lanes as (delete from drop_lanes l using gone where l.event_id = gone.event_id and l.drop_id = gone.id),
      changed as (delete from drops d using gone where d.event_id = gone.event_id and d.id = gone.id
        returning gone.event_id, gone.id, gone.version),
      ${audited(note)}, ${queuedFromChanged}
      select id from changed`,
  ]);
  if (deleted.length === 0) throw await whyNot(database, eventId, dropId);
}

async function whyNot(database: Database, eventId: string, dropId: string): Promise<Problem> {
  const uses = await database.$queryRaw<DropUse[]>`
    select d.opens_at <= clock_timestamp() as opened,
      (select count(*)::integer from drop_entries x where x.event_id = d.event_id and x.drop_id = d.id) as entries,
      (select count(*)::integer from admissions x where x.event_id = d.event_id and x.drop_id = d.id) as admissions,
      (select count(*)::integer from orders x where x.event_id = d.event_id and x.drop_id = d.id) as orders
    from drops d where d.event_id = ${eventId}::uuid and d.id = ${dropId}::uuid`;
  const use = uses[0];
  if (use === undefined) return new Problem('NOT_FOUND');
  const { opened, ...counts } = use;
  return new Problem('STATE_CONFLICT', { state: opened ? 'OPENED' : 'IN_USE', ...counts });
}
