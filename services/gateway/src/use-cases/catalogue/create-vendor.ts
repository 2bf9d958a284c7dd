import type { Vendor, VendorDraft } from '@fairgate/shared/contracts/vendors.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { vendorsPerOwnerMax } from '@fairgate/shared/domain/catalogue-limits.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { v7 } from 'uuid';
import type { Account } from '../../access/policy.ts';
import { auditRow } from '../../catalogue/audit.ts';
import { makeSlug } from '../../catalogue/make-slug.ts';
import { showVendor } from '../../catalogue/show-vendor.ts';
import { violatedConstraint } from '../../catalogue/violated-constraint.ts';

/** The caller becomes its owner. A slug that was asked for and is taken is NAME_TAKEN; a made one gets an ending. */
export async function createVendor(
  database: Database,
  account: Account,
  draft: VendorDraft,
): Promise<Vendor> {
  const owned = await database.vendorMember.count({ where: { userId: account.id, role: 'owner' } });
  if (owned >= vendorsPerOwnerMax) throw new Problem('LIMIT_REACHED', { limit: vendorsPerOwnerMax });
  const id = v7();
  const slug = draft.slug ?? (await freeSlug(database, makeSlug(draft.name), id));
  const { currency, country, statementDescriptor = null, stripeAccount = null } = draft.payment;
  const facts = { name: draft.name, slug, contactEmail: draft.contactEmail, currency, country };
  try {
    const [vendor] = await database.$transaction([
      database.vendor.create({ data: { id, ...facts, statementDescriptor, stripeAccount } }),
      database.vendorMember.create({ data: { vendorId: id, userId: account.id, role: 'owner' } }),
      database.auditEntry.create(
        auditRow({
          actor: account.id,
          vendorId: id,
          action: 'vendor.create',
          subject: `vendor:${id}`,
          detail: { ...facts, statementDescriptor, stripeAccount },
        }),
      ),
    ]);
    return showVendor(vendor, 'owner');
  } catch (error) {
    if (violatedConstraint(error) === 'vendors_slug_key') throw new Problem('NAME_TAKEN', { slug });
    throw error;
  }
}

async function freeSlug(database: Database, wanted: string, id: string): Promise<string> {
  const taken = await database.vendor.findUnique({ where: { slug: wanted }, select: { id: true } });
  return taken === null ? wanted : `${wanted}-${id.slice(-8)}`;
}
