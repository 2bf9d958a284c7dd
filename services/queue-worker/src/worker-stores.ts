import { randomUUID } from 'node:crypto';
import type { QueueWorkerConfig } from '@fairgate/shared/config.ts';
import { assertAppendOnly } from '@fairgate/shared/database/assert-append-only.ts';
import { connectDatabase, type Database } from '@fairgate/shared/database/client.ts';
import { type OutageView, watchOutage } from '@fairgate/shared/payments/watch-outage.ts';
import { type JobSender, noJobs, openJobSender } from '@fairgate/shared/queues/jobs.ts';
import {
  connectFillingRedis,
  connectRedis,
  connectSenderRedis,
  type RedisConnection,
  untilConnected,
} from '@fairgate/shared/redis/connect.ts';
import type { Logger } from 'pino';
import { createEpochKeeper, type EpochKeeper } from './epoch-keeper.ts';
import { createLiveDrops, type LiveDrops } from './live-drops.ts';

/** What the jobs of this worker work on; each takes the parts it needs. */
export interface WorkerStores {
  readonly database: Database;
  /** The same database over connections of its own: nothing else stands before a paid order. */
  readonly finalizing: Database;
  readonly redis: RedisConnection;
  /** The same Redis over a patient connection: whole events are written, and no customer waits. */
  readonly filling: RedisConnection;
  readonly jobs: JobSender;
  readonly log: Logger;
  readonly epoch: EpochKeeper;
  readonly liveDrops: LiveDrops;
  readonly outage: OutageView;
  /** Names this process among the workers. */
  readonly self: string;
  readonly close: () => Promise<void>;
}

export async function connectWorkerStores(config: QueueWorkerConfig, log: Logger): Promise<WorkerStores> {
  const database = connectDatabase(config.databaseUrl, 'queue-worker', config.databaseConnectionsMax);
  const finalizing = connectDatabase(
    config.databaseUrl,
    'queue-worker-finalize',
    config.databaseFinalizeConnectionsMax,
    'finalize',
  );
  await assertAppendOnly(database);
  const redis = connectRedis(config.redisUrl, 'queue-worker');
  const filling = connectFillingRedis(config.redisUrl, 'queue-worker-filling');
  await Promise.all([untilConnected(redis), untilConnected(filling)]);
  const sender = config.queues ? connectSenderRedis(config.redisUrl, 'queue-worker-jobs') : null;
  const jobs =
    sender === null ? noJobs : openJobSender(sender, (queue) => log.debug({ queue }, 'a job was lost'));
  const outage = await watchOutage(database);
  const liveDrops = createLiveDrops(database);
  return {
    database,
    finalizing,
    redis,
    filling,
    jobs,
    log,
    liveDrops,
    outage,
    self: `queue-worker-${randomUUID()}`,
    epoch: createEpochKeeper(database, redis, filling, liveDrops, log),
    async close() {
      outage.stop();
      await jobs.close();
      sender?.disconnect();
      redis.disconnect();
      filling.disconnect();
      await Promise.all([database.$disconnect(), finalizing.$disconnect()]);
    },
  };
}
