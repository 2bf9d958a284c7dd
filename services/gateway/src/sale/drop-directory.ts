import type { Database } from '@fairgate/shared/database/client.ts';
import { type DropRecord, loadDrop } from '@fairgate/shared/database/drop-record.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { LRUCache } from 'lru-cache';

/** Drops by id, at most this old. The opening, the pause and every limit are checked again where it counts. */
const ageMsMax = 1_000;
const dropsMax = 5_000;
const retryAfterSeconds = 2;

export interface DropDirectory {
  /** Throws NOT_FOUND for an unknown drop and for one whose event is not published, STORE_UNAVAILABLE when nobody knows. */
  readonly find: (dropId: string) => Promise<DropRecord>;
}

export function createDropDirectory(database: Database): DropDirectory {
  const drops = new LRUCache<string, { readonly drop: DropRecord | null }>({
    max: dropsMax,
    ttl: ageMsMax,
    // The waiting page keeps serving while Postgres is away.
    allowStaleOnFetchRejection: true,
    noDeleteOnFetchRejection: true,
    // Pushed out by others that were asked for meanwhile, it is answered all the same.
    ignoreFetchAbort: true,
    // One question to Postgres, however many ask at once.
    fetchMethod: async (dropId) => ({ drop: await loadDrop(database, dropId) }),
  });
  return {
    async find(dropId) {
      const found = await drops.fetch(dropId);
      // Postgres did not answer, and nothing is remembered: unknown is not "no".
      if (found === undefined) throw new Problem('STORE_UNAVAILABLE', { dropId }, retryAfterSeconds);
      if (!found?.drop?.onSale) throw new Problem('NOT_FOUND');
      return found.drop;
    },
  };
}
