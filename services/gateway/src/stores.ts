import type { GatewayConfig } from '@fairgate/shared/config.ts';
import { connectDatabase, type Database } from '@fairgate/shared/database/client.ts';
import { connectRedis } from '@fairgate/shared/redis/connect.ts';
import type { Redis } from 'ioredis';
import type { ReadinessCheck } from './plugins/health.ts';

/** What the gateway is connected to. Use-cases take the parts they need, never the whole. */
export interface Stores {
  readonly database: Database;
  readonly redis: Redis;
  readonly readiness: readonly ReadinessCheck[];
  /** Set while the process drains: readiness says so, and no new work is taken. */
  draining: boolean;
  readonly close: () => Promise<void>;
}

export async function connectStores(config: GatewayConfig): Promise<Stores> {
  const database = connectDatabase(config.databaseUrl, 'gateway', config.databaseConnectionsMax);
  const redis = connectRedis(config.redisUrl, 'gateway');
  await redis.connect();
  return {
    database,
    redis,
    readiness: [
      { name: 'postgres', check: () => database.$queryRaw`select 1` },
      { name: 'redis', check: () => redis.ping() },
    ],
    draining: false,
    async close() {
      redis.disconnect();
      await database.$disconnect();
    },
  };
}
