import type { Database } from '@fairgate/shared/database/client.ts';
import { readEpoch } from '@fairgate/shared/database/redis-epoch.ts';
import { Problem } from '@fairgate/shared/errors.ts';

/** The epoch in force, as this process last saw it in Postgres. Scripts refuse an epoch without its ready mark. */
export interface EpochView {
  /** Throws STORE_UNAVAILABLE while no epoch is in force. */
  readonly current: () => number;
  readonly stop: () => void;
}

const refreshMs = 1_000;
const retryAfterSeconds = 2;

export async function watchEpoch(database: Database): Promise<EpochView> {
  let ready: number | null = null;
  const refresh = async (): Promise<void> => {
    try {
      const record = await readEpoch(database);
      ready = record.state === 'READY' ? record.epoch : null;
    } catch {
      // Postgres is away: the last view stays, and the scripts' ready mark guards it.
    }
  };
  await refresh();
  const timer = setInterval(() => void refresh(), refreshMs);
  return {
    current() {
      if (ready === null) throw new Problem('STORE_UNAVAILABLE', {}, retryAfterSeconds);
      return ready;
    },
    stop: () => clearInterval(timer),
  };
}
