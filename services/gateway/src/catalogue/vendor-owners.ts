import type { Database } from '@fairgate/shared/database/client.ts';
import { sql } from '@fairgate/shared/database/sql.ts';

/** Two owners who remove each other at once must not leave none: changes of members go one after the other. */
export function lockVendor(database: Database, vendorId: string) {
  return database.$queryRaw`select id from vendors where id = ${vendorId}::uuid for no key update`;
}

/** For a change of a row `m` of vendor_members: without it the vendor still has an owner. */
export const ownerRemains = sql`(m.role <> 'owner' or exists (
  select from vendor_members o
    where o.vendor_id = m.vendor_id and o.user_id <> m.user_id and o.role = 'owner'))`;
