import type { Database } from '@fairgate/shared/database/client.ts';
import { type EpochRecord, readEpoch } from '@fairgate/shared/database/redis-epoch.ts';
import { hasForgotten } from '@fairgate/shared/domain/redis-identity.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { batchCalls } from '@fairgate/shared/process/batch-calls.ts';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import { readIdentity } from '@fairgate/shared/redis/identity.ts';

/**
 * The epoch in force, as Postgres has it and only while Redis is the one it lies in: after every lost connection nothing
 * is in force until both were asked again (DESIGN §5). Scripts refuse an epoch without its ready mark besides.
 */
export interface EpochView {
  /** Throws STORE_UNAVAILABLE while no epoch is in force, or sales are shut. */
  readonly current: () => number;
  /**
   * Asked after a script of this epoch answered and before anybody is told: Redis, asked since, is still the one in which
   * the epoch lies and has not gone back. Else STORE_UNAVAILABLE: what the script promised may have been promised to
   * another before. Many at once share one question.
   */
  readonly confirm: (epoch: number) => Promise<void>;
  readonly stop: () => void;
}

const refreshMs = 1_000;
/** One question serves all who ask at the time. */
const confirmedTogetherMax = 10_000;
const retryAfterSeconds = 2;

export async function watchEpoch(database: Database, redis: RedisConnection): Promise<EpochView> {
  let ready: EpochRecord | null = null;
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
    if (connection === connections) ready = holds ? { ...record, ...identity } : null;
  };
  const unavailable = (): Problem => new Problem('STORE_UNAVAILABLE', {}, retryAfterSeconds);

  // What the scripts said came over this connection before; the answer to this question comes over it after.
  const confirmAll = batchCalls<number, boolean>(confirmedTogetherMax, async (epochs) => {
    // What was known before asking: a refresh meanwhile may know a later beat than this answer.
    const [known, connection] = [ready, connections];
    const identity = await readIdentity(redis);
    if (known === null || connection !== connections) return epochs.map(() => false);
    if (hasForgotten(known, identity)) {
      ready = null;
      return epochs.map(() => false);
    }
    return epochs.map((epoch) => known.epoch === epoch);
  });
  await refresh();
  const timer = setInterval(() => void refresh(), refreshMs);
  return {
    current() {
      if (ready === null) throw unavailable();
      return ready.epoch;
    },
    async confirm(epoch) {
      if (!(await confirmAll(epoch))) throw unavailable();
    },
    stop() {
      clearInterval(timer);
      redis.off('close', forget);
    },
  };
}
