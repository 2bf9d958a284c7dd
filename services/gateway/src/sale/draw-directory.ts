import type { Database } from '@fairgate/shared/database/client.ts';
import { type DrawFactsRow, loadDrawFacts } from '@fairgate/shared/database/draws.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { LRUCache } from 'lru-cache';

/** Everybody who waits asks for them when the draw is done: at most this old. Milliseconds. */
const ageMsMax = 1_000;
const drawsMax = 5_000;
const retryAfterSeconds = 2;

export interface DrawDirectory {
  /** Throws NOT_FOUND for a drop without a lobby, STORE_UNAVAILABLE when nobody knows. */
  readonly find: (dropId: string) => Promise<DrawFactsRow>;
}

/** One question to Postgres a second and drop, however many ask; what was known is told while Postgres is away. */
export function createDrawDirectory(reads: Database): DrawDirectory {
  const draws = new LRUCache<string, { readonly facts: DrawFactsRow | null }>({
    max: drawsMax,
    ttl: ageMsMax,
    allowStaleOnFetchRejection: true,
    noDeleteOnFetchRejection: true,
    ignoreFetchAbort: true,
    fetchMethod: async (dropId) => ({ facts: await loadDrawFacts(reads, dropId) }),
  });
  return {
    async find(dropId) {
      const found = await draws.fetch(dropId);
      if (found === undefined) throw new Problem('STORE_UNAVAILABLE', { dropId }, retryAfterSeconds);
      if (found.facts === null) throw new Problem('NOT_FOUND', { dropId });
      return found.facts;
    },
  };
}
