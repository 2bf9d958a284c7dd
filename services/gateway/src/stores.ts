import { randomUUID } from 'node:crypto';
import type { GatewayConfig } from '@fairgate/shared/config.ts';
import { assertAppendOnly } from '@fairgate/shared/database/assert-append-only.ts';
import { connectDatabase, type Database } from '@fairgate/shared/database/client.ts';
import { assertClock } from '@fairgate/shared/database/clock-offset.ts';
import { connectStripe } from '@fairgate/shared/payments/connect-stripe.ts';
import { guardStripe } from '@fairgate/shared/payments/guard-stripe.ts';
import type { OutageView } from '@fairgate/shared/payments/watch-outage.ts';
import { type JobSender, noJobs, openJobSender } from '@fairgate/shared/queues/jobs.ts';
import { connectRedis, connectSenderRedis, untilConnected } from '@fairgate/shared/redis/connect.ts';
import { createStripeBudget } from '@fairgate/shared/redis/stripe-budget.ts';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type Stripe from 'stripe';
import type { ReadinessCheck } from './plugins/health.ts';

/** What the gateway is connected to. Use-cases take the parts they need, never the whole. */
export interface Stores {
  readonly database: Database;
  /** The same database over connections of its own, for lists, maps and the catalogue: they may be slow. */
  readonly reads: Database;
  /** The same, for edits of very many rows, which may take a minute. */
  readonly edits: Database;
  /** The same, for Stripe's webhooks alone. */
  readonly webhooks: Database;
  readonly redis: Redis;
  readonly stripe: Stripe;
  readonly jobs: JobSender;
  readonly outage: OutageView;
  readonly log: Pick<Logger, 'error'>;
  readonly readiness: readonly ReadinessCheck[];
  /** Set while the process drains: readiness says so, and no new work is taken. */
  draining: boolean;
  readonly close: () => Promise<void>;
}

/** Vendors mint or import seldom, and few at a time. */
const editConnectionsMax = 2;

export async function connectStores(
  config: GatewayConfig,
  log: Pick<Logger, 'error'> = { error: () => undefined },
): Promise<Stores> {
  const database = connectDatabase(config.databaseUrl, 'gateway', config.databaseConnectionsMax);
  const reads = connectDatabase(
    config.databaseUrl,
    'gateway-reads',
    config.databaseReadConnectionsMax,
    'reads',
  );
  const edits = connectDatabase(config.databaseUrl, 'gateway-edits', editConnectionsMax, 'edits');
  const webhooks = connectDatabase(
    config.databaseUrl,
    'gateway-webhooks',
    config.databaseWebhookConnectionsMax,
    'webhooks',
  );
  await assertAppendOnly(database);
  const redis = connectRedis(config.redisUrl, 'gateway');
  await untilConnected(redis);
  const jobs = connectJobs(config);
  const { stripeSecretKey, stripeApiUrl } = config;
  const guard = await guardStripe(database, stripeSecretKey, stripeApiUrl, `gateway-${randomUUID()}`, log);
  return {
    database,
    reads,
    edits,
    webhooks,
    redis,
    stripe: connectStripe(
      stripeSecretKey,
      stripeApiUrl,
      createStripeBudget(redis, config.stripeRequestsPerSecond),
      guard.breaker,
    ),
    jobs,
    outage: guard.outage,
    log,
    readiness: [
      { name: 'postgres', check: () => database.$queryRaw`select 1` },
      { name: 'redis', check: () => redis.ping() },
      { name: 'clock', check: () => assertClock(database) },
    ],
    draining: false,
    async close() {
      guard.stop();
      await jobs.close();
      redis.disconnect();
      await Promise.all([database, reads, edits, webhooks].map((pool) => pool.$disconnect()));
    },
  };
}

/** A job that is lost is found by a sweeper: nothing to do about it here. */
function connectJobs(config: GatewayConfig): JobSender {
  if (!config.queues) return noJobs;
  const connection = connectSenderRedis(config.redisUrl, 'gateway-jobs');
  const sender = openJobSender(connection, () => undefined);
  return {
    ...sender,
    async close() {
      await sender.close();
      connection.disconnect();
    },
  };
}
