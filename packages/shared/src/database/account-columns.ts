import { Prisma } from './generated/client.ts';

/** An account as statements of accounts read it. */
export interface AccountRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly street: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly isOps: boolean;
  readonly isVendorMember: boolean;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** For `select ${accountColumns} from users u`, or from anything that has its columns under the name u. */
export const accountColumns = Prisma.sql`
  u.id, u.email, u.name, u.street, u.postal_code as "postalCode", u.city, u.country, u.is_ops as "isOps",
  exists (select from vendor_members m where m.user_id = u.id) as "isVendorMember",
  u.version, u.created_at as "createdAt", u.updated_at as "updatedAt"`;
