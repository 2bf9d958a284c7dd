import type { EventVersion, PublishedEvent } from '@fairgate/shared/contracts/events.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { republished } from '../../catalogue/drop-publication.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { lockEvent } from '../../catalogue/event-locks.ts';

/**
 * Shows the event to everybody. It may be announced before it has tickets or a drop, and `missing` says what is still to
 * come; but it needs a category, so that there are prices to announce, and it must not be over: STATE_CONFLICT. Said again
 * it changes nothing; a cancelled event stays cancelled: STATE_CONFLICT.
 */
export async function publishEvent(
  database: Database,
  account: Account,
  eventId: string,
): Promise<PublishedEvent> {
  const { vendorId } = await requireEvent(database, account, eventId, 'edit');
  const note = {
    actor: account.id,
    vendorId,
    action: 'event.publish',
    subject: `event:${eventId}`,
    detail: {},
  };
  const [, , changed] = await database.$transaction([
    ...lockEvent(database, eventId, false),
    database.$queryRaw<EventVersion[]>`
    with changed as (
      update events set status = 'PUBLISHED', version = version + 1, updated_at = clock_timestamp()
        where id = ${eventId}::uuid and deleted_at is null and status = 'DRAFT'
          and coalesce(ends_at, starts_at) > clock_timestamp()
          and exists (select from categories c where c.event_id = ${eventId}::uuid)
        returning id, status, version),
    ${audited(note)}, ${republished(eventId)}
    select id, status, version from changed`,
  ]);
  const event = await database.event.findUnique({ where: { id: eventId, deletedAt: null } });
  if (event === null) throw new Problem('NOT_FOUND');
  const missing = await findMissing(database, eventId);
  if (event.status === 'PUBLISHED') {
    const version = changed[0]?.version ?? event.version;
    return { id: eventId, status: 'PUBLISHED', version, missing: missing.filter(isAnnounceable) };
  }
  if (event.status !== 'DRAFT') throw new Problem('STATE_CONFLICT', { state: event.status });
  if (missing.includes('categories'))
    throw new Problem('STATE_CONFLICT', { state: 'NOTHING_TO_SELL', missing });
  const endsAt = (event.endsAt ?? event.startsAt).toISOString();
  throw new Problem('STATE_CONFLICT', { state: 'OVER', endsAt });
}

type Missing = 'categories' | PublishedEvent['missing'][number];

/** What an event still needs before anything can be bought. */
async function findMissing(database: Database, eventId: string): Promise<Missing[]> {
  const rows = await database.$queryRaw<{ missing: Missing[] }[]>`
    select array_remove(array[
      case when not exists (select from categories where event_id = ${eventId}::uuid) then 'categories' end,
      case when not exists (select from drops where event_id = ${eventId}::uuid) then 'drops' end,
      case when not exists (select from tickets
        where event_id = ${eventId}::uuid and retired_at is null and drop_id is not null) then 'tickets' end
    ], null) as missing`;
  return rows[0]?.missing ?? [];
}

function isAnnounceable(missing: Missing): missing is PublishedEvent['missing'][number] {
  return missing !== 'categories';
}
