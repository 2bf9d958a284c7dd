import type { QueueWorkerConfig } from '@fairgate/shared/config.ts';
import { assertAppendOnly } from '@fairgate/shared/database/assert-append-only.ts';
import { connectDatabase, type Database } from '@fairgate/shared/database/client.ts';
import { type OutageView, watchOutage } from '@fairgate/shared/payments/watch-outage.ts';
import { type JobSender, noJobs, openJobSender } from '@fairgate/shared/queues/jobs.ts';
import {
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
  readonly redis: RedisConnection;
  readonly jobs: JobSender;
  readonly log: Logger;
  readonly epoch: EpochKeeper;
  readonly liveDrops: LiveDrops;
  readonly outage: OutageView;
  readonly close: () => Promise<void>;
}

export async function connectWorkerStores(config: QueueWorkerConfig, log: Logger): Promise<WorkerStores> {
  const database = connectDatabase(config.databaseUrl, 'queue-worker', config.databaseConnectionsMax);
  await assertAppendOnly(database);
  const redis = connectRedis(config.redisUrl, 'queue-worker');
  await untilConnected(redis);
  const sender = config.queues ? connectSenderRedis(config.redisUrl, 'queue-worker-jobs') : null;
  const jobs =
    sender === null ? noJobs : openJobSender(sender, (queue) => log.debug({ queue }, 'a job was lost'));
  const outage = await watchOutage(database);
  const liveDrops = createLiveDrops(database);
  return {
    database,
    redis,
    jobs,
    log,
    liveDrops,
    outage,
    epoch: createEpochKeeper(database, redis, liveDrops, log),
    async close() {
      outage.stop();
      await jobs.close();
      sender?.disconnect();
      redis.disconnect();
      await database.$disconnect();
    },
  };
}
