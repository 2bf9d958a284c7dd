import type { Database } from '@fairgate/shared/database/client.ts';
import {
  type DropRecord,
  type LiveDropRecords,
  loadLiveDrops,
} from '@fairgate/shared/database/drop-record.ts';

/** The drops that are published and not long over, at most two seconds old. */
export interface LiveDrops {
  readonly all: () => Promise<readonly DropRecord[]>;
  /** Those whose lines move and whose seats sell, or will within a minute, by the database's clock. */
  readonly open: () => Promise<readonly DropRecord[]>;
  /** Forgets what it knows, after a drop was published. */
  readonly refresh: () => void;
}

const ageMsMax = 2_000;
const warmUpMs = 60_000;
/** Orders of the last minutes still finish after the close. */
const coolDownMs = 20 * 60_000;

interface Loaded extends LiveDropRecords {
  /** When it was asked for them, by the clock that nobody sets. Milliseconds. */
  readonly askedMs: number;
}

export function createLiveDrops(database: Database): LiveDrops {
  /** By a clock that nobody sets. Milliseconds. */
  let loadedAtMs = 0;
  let loading: Promise<Loaded> | null = null;
  const load = (): Promise<Loaded> => {
    const now = performance.now();
    if (loading === null || now - loadedAtMs > ageMsMax) {
      loadedAtMs = now;
      loading = loadLiveDrops(database).then((records) => ({ ...records, askedMs: now }));
      loading.catch(() => {
        loading = null;
      });
    }
    return loading;
  };
  return {
    all: async () => (await load()).drops,
    async open() {
      const { drops, atMs, askedMs } = await load();
      const now = atMs + performance.now() - askedMs;
      return drops.filter(
        (drop) =>
          drop.opensMs - warmUpMs <= now &&
          drop.state !== 'CLOSED' &&
          (drop.closesMs === null || drop.closesMs + coolDownMs > now),
      );
    },
    refresh() {
      loading = null;
    },
  };
}
