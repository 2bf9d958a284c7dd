import type { Vendor, VendorPatch } from '@fairgate/shared/contracts/vendors.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { auditRow } from '../../catalogue/audit.ts';
import { showVendor } from '../../catalogue/show-vendor.ts';
import { requireVendor } from '../../catalogue/vendor-access.ts';
import { isRowGone, violatedConstraint } from '../../catalogue/violated-constraint.ts';

/** Payment settings are the owners' business. They are what new events start with; present events keep theirs. */
export async function updateVendor(
  database: Database,
  account: Account,
  vendorId: string,
  version: number,
  patch: VendorPatch,
): Promise<Vendor> {
  const role = await requireVendor(
    database,
    account,
    vendorId,
    patch.payment === undefined ? 'edit' : 'payment',
  );
  const { payment, ...rest } = patch;
  const fields = { ...rest, ...payment };
  try {
    const [vendor] = await database.$transaction([
      database.vendor.update({
        where: { id: vendorId, version },
        data: { ...fields, version: { increment: 1 }, updatedAt: new Date() },
      }),
      database.auditEntry.create(
        auditRow({
          actor: account.id,
          vendorId,
          action: 'vendor.update',
          subject: `vendor:${vendorId}`,
          detail: { from: version, set: fields },
        }),
      ),
    ]);
    return showVendor(vendor, role);
  } catch (error) {
    if (isRowGone(error)) throw new Problem('PRECONDITION_FAILED');
    if (violatedConstraint(error) === 'vendors_slug_key')
      throw new Problem('NAME_TAKEN', { slug: patch.slug });
    throw error;
  }
}
