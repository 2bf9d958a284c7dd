import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { requireVenue } from '../../catalogue/venue-access.ts';

/** Refused while the venue has events: STATE_CONFLICT with how many. Its plans go out of sight with it. */
export async function deleteVenue(database: Database, account: Account, venueId: string): Promise<void> {
  const { vendorId } = await requireVenue(database, account, venueId, 'edit');
  const [, deleted] = await database.$transaction([
    // An event that is being made here waits for this row, or this waits for the event.
    database.$queryRaw`select id from venues where id = ${venueId}::uuid for update`,
    database.$queryRaw<unknown[]>`
      with changed as (
        update venues set deleted_at = clock_timestamp(), version = version + 1, updated_at = clock_timestamp()
          where id = ${venueId}::uuid and deleted_at is null
            and not exists (select from events e where e.venue_id = ${venueId}::uuid and e.deleted_at is null)
          returning id),
      ${audited({ actor: account.id, vendorId, action: 'venue.delete', subject: `venue:${venueId}`, detail: {} })}
      select id from changed`,
  ]);
  if (deleted.length > 0) return;
  const events = await database.event.count({ where: { venueId, deletedAt: null } });
  if (events === 0) throw new Problem('NOT_FOUND');
  throw new Problem('STATE_CONFLICT', { state: 'HAS_EVENTS', events });
}
