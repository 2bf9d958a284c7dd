import type { Database } from '@fairgate/shared/database/client.ts';
import type { VendorRight } from '@fairgate/shared/domain/vendor-roles.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../access/policy.ts';
import { ownMembership, requireRight } from './vendor-access.ts';

/** The event, for a member of its vendor with the right. NOT_FOUND for strangers and for deleted events. */
export async function requireEvent(
  database: Database,
  account: Account,
  eventId: string,
  right: VendorRight,
) {
  const event = await database.event.findUnique({
    where: { id: eventId, deletedAt: null },
    include: { vendor: { select: { currency: true, ...ownMembership(account) } } },
  });
  requireRight(event?.vendor ?? null, account, right);
  if (event === null) throw new Problem('NOT_FOUND');
  return event;
}

/** Whether somebody may see drafts of the vendor: its members and operations. */
export async function seesDrafts(
  database: Database,
  account: Account | null,
  vendorId: string,
): Promise<boolean> {
  if (account === null) return false;
  if (account.isOps) return true;
  const member = await database.vendorMember.findUnique({
    where: { vendorId_userId: { vendorId, userId: account.id } },
    select: { role: true },
  });
  return member !== null;
}

/** What of a published event everybody may see, and of a draft only those who see drafts. NOT_FOUND otherwise. */
export async function requireVisibleEvent(
  database: Database,
  account: Account | null,
  eventId: string,
): Promise<{ readonly vendorId: string; readonly status: string }> {
  const event = await database.event.findUnique({
    where: { id: eventId, deletedAt: null },
    select: { vendorId: true, status: true },
  });
  if (event === null) throw new Problem('NOT_FOUND');
  if (event.status === 'DRAFT' && !(await seesDrafts(database, account, event.vendorId)))
    throw new Problem('NOT_FOUND');
  return event;
}
