import type { ParkedRetry } from '@fairgate/shared/contracts/operations.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { retryParked } from '@fairgate/shared/database/parked-work.ts';
import { Problem } from '@fairgate/shared/errors.ts';

/** Has parked work tried again; the sweepers find it. Who wanted it and why is kept. */
export async function retryParkedWork(
  database: Database,
  actor: string,
  { kind, id, reason }: ParkedRetry,
): Promise<{ retried: number }> {
  const retried = await retryParked(database, kind, id ?? null, { actor, reason });
  if (id !== undefined && retried === 0) throw new Problem('NOT_FOUND');
  return { retried };
}
