import type { EventVersion } from '@fairgate/shared/contracts/events.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { republished } from '../../catalogue/drop-publication.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { lockEvent } from '../../catalogue/event-locks.ts';

/** Shows the event to everybody. Said again it changes nothing; a cancelled event stays cancelled: STATE_CONFLICT. */
export async function publishEvent(
  database: Database,
  account: Account,
  eventId: string,
): Promise<EventVersion> {
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
        returning id, status, version),
    ${audited(note)}, ${republished(eventId)}
    select id, status, version from changed`,
  ]);
  if (changed[0] !== undefined) return changed[0];
  const event = await database.event.findUnique({ where: { id: eventId, deletedAt: null } });
  if (event === null) throw new Problem('NOT_FOUND');
  if (event.status !== 'PUBLISHED') throw new Problem('STATE_CONFLICT', { state: event.status });
  return { id: eventId, status: 'PUBLISHED', version: event.version };
}
