import pg from 'pg';
import { patiently } from '../patiently.ts';
import type { FaultStack } from './fault-stack.ts';

/** A statement of the owner; it may be done twice when Postgres crashes under it. */
export function asOwner(stack: FaultStack, text: string, values: unknown[] = []): Promise<pg.QueryResult> {
  return patiently(
    async () => {
      const client = new pg.Client({ connectionString: stack.ownerDatabaseUrl });
      client.on('error', () => undefined);
      await client.connect();
      return client.query(text, values).finally(() => client.end());
    },
    { tries: 20, pauseMs: 500 },
  );
}
