import { randomUUID } from 'node:crypto';
import type { PaymentsWorkerConfig } from '@fairgate/shared/config.ts';
import { assertAppendOnly } from '@fairgate/shared/database/assert-append-only.ts';
import { connectDatabase, type Database } from '@fairgate/shared/database/client.ts';
import { connectStripe } from '@fairgate/shared/payments/connect-stripe.ts';
import { guardStripe } from '@fairgate/shared/payments/guard-stripe.ts';
import type { StripeProbe } from '@fairgate/shared/payments/stripe-probe.ts';
import type { OutageView } from '@fairgate/shared/payments/watch-outage.ts';
import { type JobSender, noJobs, openJobSender } from '@fairgate/shared/queues/jobs.ts';
import { connectRedis, connectSenderRedis, type RedisConnection } from '@fairgate/shared/redis/connect.ts';
import { createStripeBudget } from '@fairgate/shared/redis/stripe-budget.ts';
import type { Logger } from 'pino';
import type Stripe from 'stripe';

export interface WorkerStores {
  readonly database: Database;
  /** The same database over connections of its own, for what webhooks tell. */
  readonly webhooks: Database;
  readonly stripe: Stripe;
  readonly jobs: JobSender;
  readonly log: Logger;
  readonly outage: OutageView;
  readonly probe: StripeProbe;
  /** Names this process where it takes work. */
  readonly self: string;
  readonly redis: RedisConnection;
  readonly close: () => Promise<void>;
}

export async function connectWorkerStores(config: PaymentsWorkerConfig, log: Logger): Promise<WorkerStores> {
  const database = connectDatabase(config.databaseUrl, 'payments-worker', config.databaseConnectionsMax);
  const webhooks = connectDatabase(
    config.databaseUrl,
    'payments-worker-webhooks',
    config.databaseWebhookConnectionsMax,
    'webhooks',
  );
  await assertAppendOnly(database);
  const redis = connectRedis(config.redisUrl, 'payments-worker');
  // Without Redis the worker goes on: the sweepers find its work in Postgres.
  await redis.connect().catch(() => undefined);
  const sender = config.queues ? connectSenderRedis(config.redisUrl, 'payments-worker-jobs') : null;
  const jobs =
    sender === null ? noJobs : openJobSender(sender, (queue) => log.debug({ queue }, 'a job was lost'));
  const self = `payments-worker-${randomUUID()}`;
  const { stripeSecretKey, stripeApiUrl } = config;
  const guard = await guardStripe(database, stripeSecretKey, stripeApiUrl, self, log);
  return {
    database,
    webhooks,
    stripe: connectStripe(
      stripeSecretKey,
      stripeApiUrl,
      createStripeBudget(redis, config.stripeRequestsPerSecond),
      guard.breaker,
    ),
    jobs,
    log,
    outage: guard.outage,
    probe: guard.probe,
    self,
    redis,
    async close() {
      guard.stop();
      await jobs.close();
      sender?.disconnect();
      redis.disconnect();
      await Promise.all([database.$disconnect(), webhooks.$disconnect()]);
    },
  };
}
