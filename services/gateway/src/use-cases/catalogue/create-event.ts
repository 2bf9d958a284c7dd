import type { EventDraft, EventVersion } from '@fairgate/shared/contracts/events.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { v7 } from 'uuid';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { readEventFields } from '../../catalogue/event-fields.ts';
import { ownMembership, requireRight } from '../../catalogue/vendor-access.ts';

/** A draft, seen by the vendor's members only until it is published. */
export async function createEvent(
  database: Database,
  account: Account,
  vendorId: string,
  draft: EventDraft,
): Promise<EventVersion> {
  const vendor = await database.vendor.findUnique({
    where: { id: vendorId },
    select: { currency: true, ...ownMembership(account) },
  });
  requireRight(vendor, account, 'edit');
  if (vendor === null) throw new Problem('NOT_FOUND');
  const fields = await readEventFields(database, draft, {
    vendorId,
    currency: vendor.currency,
    present: null,
  });
  const id = v7();
  // The venue's row is held, so that it is not deleted in the same moment.
  const created = await database.$executeRaw`
    with changed as (
      insert into events (id, vendor_id, venue_id, plan_id, name, description, starts_at, ends_at, time_zone, currency,
          metadata)
        select ${id}::uuid, v.vendor_id, v.id, ${fields.planId}::uuid, ${fields.name}, ${fields.description},
          ${fields.startsAt}::timestamptz, ${fields.endsAt}::timestamptz, ${fields.timeZone}, ${fields.currency},
          ${JSON.stringify(fields.metadata)}::jsonb
        from venues v where v.id = ${fields.venueId}::uuid and v.deleted_at is null for key share
        returning id),
    ${audited({ actor: account.id, vendorId, action: 'event.create', subject: `event:${id}`, detail: fields })}
    select id from changed`;
  if (created === 0) throw new Problem('NOT_FOUND', { pointer: '/venueId' });
  return { id, status: 'DRAFT', version: 1 };
}
