import type { VendorMember } from '@fairgate/shared/contracts/vendors.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { VendorRole } from '@fairgate/shared/domain/vendor-roles.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { showMember } from '../../catalogue/show-member.ts';
import { requireVendor } from '../../catalogue/vendor-access.ts';
import { lockVendor, ownerRemains } from '../../catalogue/vendor-owners.ts';

/** The last owner stays one: STATE_CONFLICT. */
export async function changeMemberRole(
  database: Database,
  account: Account,
  vendorId: string,
  userId: string,
  role: VendorRole,
): Promise<VendorMember> {
  await requireVendor(database, account, vendorId, 'people');
  const [, changed] = await database.$transaction([
    lockVendor(database, vendorId),
    database.$queryRaw<unknown[]>`
      with changed as (
        update vendor_members m set role = ${role}
          where m.vendor_id = ${vendorId}::uuid and m.user_id = ${userId}::uuid
            and (${role} = 'owner' or ${ownerRemains})
          returning m.user_id),
      ${audited({ actor: account.id, vendorId, action: 'member.role', subject: `member:${userId}`, detail: { role } })}
      select user_id from changed`,
  ]);
  const member = await database.vendorMember.findUnique({
    where: { vendorId_userId: { vendorId, userId } },
    include: { user: { select: { name: true, email: true } } },
  });
  if (member === null) throw new Problem('NOT_FOUND');
  if (changed.length === 0) throw new Problem('STATE_CONFLICT', { state: 'LAST_OWNER' });
  return showMember(member);
}
