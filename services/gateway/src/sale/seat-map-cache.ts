import { createHash } from 'node:crypto';
import type { SeatMap } from '@fairgate/shared/contracts/seat-map.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { LRUCache } from 'lru-cache';

/** Seat maps as bytes with their tags. A vendor's change shows after this long at the latest. Milliseconds. */
const ageMsMax = 5_000;
/** An arena's map is about 400 kB. */
const mapsMax = 50;
const retryAfterSeconds = 2;

interface StoredMap {
  readonly body: string;
  readonly etag: string;
}

export interface SeatMapCache {
  readonly read: (eventId: string, make: () => Promise<SeatMap>) => Promise<StoredMap>;
}

export interface SeatMapStores {
  readonly reads: Database;
  readonly seatMaps: SeatMapCache;
}

export function createSeatMapCache(): SeatMapCache {
  const maps = new LRUCache<string, StoredMap, () => Promise<SeatMap>>({
    max: mapsMax,
    ttl: ageMsMax,
    // Pushed out by others that were asked for meanwhile, it is answered all the same.
    ignoreFetchAbort: true,
    fetchMethod: async (_eventId, _stale, { context }) => {
      const body = JSON.stringify(await context());
      return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
    },
  });
  return {
    async read(eventId, make) {
      const map = await maps.fetch(eventId, { context: make });
      if (map === undefined) throw new Problem('STORE_UNAVAILABLE', {}, retryAfterSeconds);
      return map;
    },
  };
}
