import type { Venue, VenueDraft } from '@fairgate/shared/contracts/venues.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { venuesPerVendorMax } from '@fairgate/shared/domain/catalogue-limits.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { v7 } from 'uuid';
import type { Account } from '../../access/policy.ts';
import { auditRow } from '../../catalogue/audit.ts';
import { readTimeZone } from '../../catalogue/read-time.ts';
import { showVenue } from '../../catalogue/show-venue.ts';
import { requireVendor } from '../../catalogue/vendor-access.ts';

export async function createVenue(
  database: Database,
  account: Account,
  vendorId: string,
  draft: VenueDraft,
): Promise<Venue> {
  const timeZone = readTimeZone(draft.timeZone, '/timeZone');
  await requireVendor(database, account, vendorId, 'edit');
  const present = await database.venue.count({ where: { vendorId, deletedAt: null } });
  if (present >= venuesPerVendorMax) throw new Problem('LIMIT_REACHED', { limit: venuesPerVendorMax });
  const id = v7();
  const fields = { name: draft.name, ...draft.address, timeZone, details: draft.details ?? '' };
  const [venue] = await database.$transaction([
    database.venue.create({ data: { id, vendorId, ...fields } }),
    database.auditEntry.create(
      auditRow({
        actor: account.id,
        vendorId,
        action: 'venue.create',
        subject: `venue:${id}`,
        detail: fields,
      }),
    ),
  ]);
  return showVenue(venue);
}
