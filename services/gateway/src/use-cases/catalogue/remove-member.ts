import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { requireVendor } from '../../catalogue/vendor-access.ts';
import { lockVendor, ownerRemains } from '../../catalogue/vendor-owners.ts';

/** Owners remove anybody, everybody may leave; the last owner stays: STATE_CONFLICT. */
export async function removeMember(
  database: Database,
  account: Account,
  vendorId: string,
  userId: string,
): Promise<void> {
  await requireVendor(database, account, vendorId, userId === account.id ? 'read' : 'people');
  const [, removed] = await database.$transaction([
    lockVendor(database, vendorId),
    database.$queryRaw<unknown[]>`
      with changed as (
        delete from vendor_members m
          where m.vendor_id = ${vendorId}::uuid and m.user_id = ${userId}::uuid and ${ownerRemains}
          returning m.user_id),
      ${audited({ actor: account.id, vendorId, action: 'member.remove', subject: `member:${userId}`, detail: {} })}
      select user_id from changed`,
  ]);
  if (removed.length > 0) return;
  const member = await database.vendorMember.findUnique({ where: { vendorId_userId: { vendorId, userId } } });
  throw member === null ? new Problem('NOT_FOUND') : new Problem('STATE_CONFLICT', { state: 'LAST_OWNER' });
}
