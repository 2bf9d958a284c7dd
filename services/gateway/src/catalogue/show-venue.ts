import type { Venue } from '@fairgate/shared/contracts/venues.ts';
import type { VenueRow } from '@fairgate/shared/database/rows.ts';

export function showVenue(row: VenueRow): Venue {
  return {
    id: row.id,
    vendorId: row.vendorId,
    name: row.name,
    address: { street: row.street, postalCode: row.postalCode, city: row.city, country: row.country },
    timeZone: row.timeZone,
    details: row.details,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
