import type { Database } from '@fairgate/shared/database/client.ts';
import { type EpochRecord, readEpoch } from '@fairgate/shared/database/redis-epoch.ts';
import { hasForgotten } from '@fairgate/shared/domain/redis-identity.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import { readIdentity } from '@fairgate/shared/redis/identity.ts';

/**
 * The epoch in force, as Postgres has it and only while Redis is the one it lies in: after every lost connection nothing
 * is in force until both were asked again (DESIGN §5). Scripts refuse an epoch without its ready mark besides.
 */
export interface EpochView {
  /** Throws STORE_UNAVAILABLE while no epoch is in force, or sales are shut. */
  readonly current: () => number;
  readonly stop: () => void;
}

const refreshMs = 1_000;
const retryAfterSeconds = 2;

export async function watchEpoch(database: Database, redis: RedisConnection): Promise<EpochView> {
  let ready: number | null = null;
  let connections = 0;
  const forget = (): void => {
    connections += 1;
    ready = null;
  };
  redis.on('close', forget);

  const refresh = async (): Promise<void> => {
    const connection = connections;
    let record: EpochRecord;
    try {
      record = await readEpoch(database);
    } catch {
      // Postgres is away: what was in force stays so while the connection to Redis lasts.
      return;
    }
    const identity = await readIdentity(redis).catch(() => null);
    const holds =
      identity !== null && record.state === 'READY' && !hasForgotten(record, identity) && !record.salesShut;
    if (connection === connections) ready = holds ? record.epoch : null;
  };
  await refresh();
  const timer = setInterval(() => void refresh(), refreshMs);
  return {
    current() {
      if (ready === null) throw new Problem('STORE_UNAVAILABLE', {}, retryAfterSeconds);
      return ready;
    },
    stop() {
      clearInterval(timer);
      redis.off('close', forget);
    },
  };
}
