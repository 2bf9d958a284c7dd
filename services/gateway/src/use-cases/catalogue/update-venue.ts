import type { Venue, VenuePatch } from '@fairgate/shared/contracts/venues.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { auditRow } from '../../catalogue/audit.ts';
import { readTimeZone } from '../../catalogue/read-time.ts';
import { showVenue } from '../../catalogue/show-venue.ts';
import { requireVenue } from '../../catalogue/venue-access.ts';
import { isRowGone } from '../../catalogue/violated-constraint.ts';

/** A changed time zone is for new events; present ones keep theirs. */
export async function updateVenue(
  database: Database,
  account: Account,
  venueId: string,
  version: number,
  patch: VenuePatch,
): Promise<Venue> {
  const { address, timeZone, ...rest } = patch;
  const fields = {
    ...rest,
    ...address,
    ...(timeZone !== undefined && { timeZone: readTimeZone(timeZone, '/timeZone') }),
  };
  const { vendorId } = await requireVenue(database, account, venueId, 'edit');
  try {
    const [venue] = await database.$transaction([
      database.venue.update({
        where: { id: venueId, version, deletedAt: null },
        data: { ...fields, version: { increment: 1 }, updatedAt: new Date() },
      }),
      database.auditEntry.create(
        auditRow({
          actor: account.id,
          vendorId,
          action: 'venue.update',
          subject: `venue:${venueId}`,
          detail: { from: version, set: fields },
        }),
      ),
    ]);
    return showVenue(venue);
  } catch (error) {
    if (isRowGone(error)) throw new Problem('PRECONDITION_FAILED');
    throw error;
  }
}
