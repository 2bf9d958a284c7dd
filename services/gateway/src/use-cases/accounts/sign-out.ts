import type { Database } from '@fairgate/shared/database/client.ts';
import { tokenHash } from '../../access/refresh-tokens.ts';

/** Ends the token's session; one that is unknown or ended already is signed out too. */
export async function signOut(database: Database, refreshToken: string): Promise<void> {
  const hash = tokenHash(refreshToken);
  await database.$executeRaw`
    with family as materialized (
      select r.id from refresh_tokens r
      where r.id = (select t.family_id from refresh_tokens t where t.token_hash = ${hash})
      for update
    )
    delete from refresh_tokens t using family f where t.family_id = f.id`;
}
