import type { Venue } from '@fairgate/shared/contracts/venues.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { Account } from '../../access/policy.ts';
import { showVenue } from '../../catalogue/show-venue.ts';
import { requireVenue } from '../../catalogue/venue-access.ts';

export async function getVenue(database: Database, account: Account, venueId: string): Promise<Venue> {
  return showVenue(await requireVenue(database, account, venueId, 'read'));
}
