import type { Database } from '@fairgate/shared/database/client.ts';
import type { VenueRow } from '@fairgate/shared/database/rows.ts';
import type { VendorRight } from '@fairgate/shared/domain/vendor-roles.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../access/policy.ts';
import { ownMembership, requireRight } from './vendor-access.ts';

/** The venue, for a member of its vendor with the right. NOT_FOUND for strangers and for deleted venues. */
export async function requireVenue(
  database: Database,
  account: Account,
  venueId: string,
  right: VendorRight,
): Promise<VenueRow> {
  const venue = await database.venue.findUnique({
    where: { id: venueId, deletedAt: null },
    include: { vendor: { select: ownMembership(account) } },
  });
  requireRight(venue?.vendor ?? null, account, right);
  if (venue === null) throw new Problem('NOT_FOUND');
  return venue;
}
