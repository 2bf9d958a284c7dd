import pg from 'pg';
import { v7 } from 'uuid';

/** Rows in one statement. */
const accountsPerStatement = 5_000;

/**
 * Fans with accounts, straight into the database: hashing thousands of passwords would take minutes. They have none, so
 * they come with tokens (see issue-tokens.ts).
 */
export async function seedAccounts(databaseUrl: string, count: number, domain: string): Promise<string[]> {
  const ids = Array.from({ length: count }, () => v7());
  const client = new pg.Client({ connectionString: databaseUrl });
  // A connection that is lost fails its query; this one would only end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (let from = 0; from < count; from += accountsPerStatement) {
      const part = ids.slice(from, from + accountsPerStatement);
      await client.query(
        `insert into users (id, email, name, password_hash)
         select id, 'fan-' || id || '@' || $2::text, 'Fan ' || (number + $3::int), 'none'
         from unnest($1::uuid[]) with ordinality as made (id, number)`,
        [part, domain, from],
      );
    }
  } finally {
    await client.end();
  }
  return ids;
}
