import type { NewMember, VendorMember } from '@fairgate/shared/contracts/vendors.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { membersPerVendorMax } from '@fairgate/shared/domain/catalogue-limits.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { auditRow } from '../../catalogue/audit.ts';
import { showMember } from '../../catalogue/show-member.ts';
import { requireVendor } from '../../catalogue/vendor-access.ts';
import { violatedConstraint } from '../../catalogue/violated-constraint.ts';

/** NOT_FOUND when nobody has an account with this e-mail; STATE_CONFLICT when they are a member already. */
export async function addMember(
  database: Database,
  account: Account,
  vendorId: string,
  member: NewMember,
): Promise<VendorMember> {
  await requireVendor(database, account, vendorId, 'people');
  const [user, members] = await Promise.all([
    database.user.findUnique({ where: { email: member.email.toLowerCase() }, select: { id: true } }),
    database.vendorMember.count({ where: { vendorId } }),
  ]);
  if (user === null) throw new Problem('NOT_FOUND', { pointer: '/email' });
  if (members >= membersPerVendorMax) throw new Problem('LIMIT_REACHED', { limit: membersPerVendorMax });
  try {
    const [added] = await database.$transaction([
      database.vendorMember.create({
        data: { vendorId, userId: user.id, role: member.role },
        include: { user: { select: { name: true, email: true } } },
      }),
      database.auditEntry.create(
        auditRow({
          actor: account.id,
          vendorId,
          action: 'member.add',
          subject: `member:${user.id}`,
          detail: { role: member.role },
        }),
      ),
    ]);
    return showMember(added);
  } catch (error) {
    if (violatedConstraint(error) !== 'vendor_members_pkey') throw error;
    throw new Problem('STATE_CONFLICT', { state: 'MEMBER_ALREADY', userId: user.id });
  }
}
