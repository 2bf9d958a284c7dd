import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildGateway, type Gateway } from '@fairgate/gateway/app.ts';
import { type PressureLimits, pressureLimits } from '@fairgate/gateway/plugins/pressure.ts';
import { connectStores, type Stores } from '@fairgate/gateway/stores.ts';
import { type GatewayConfig, readConfig } from '@fairgate/shared/config.ts';
import { createTestDatabase, createTestRedis, type TestDatabase, type TestRedis } from './stores.ts';

export interface TestGateway {
  /** Call it with `app.inject(…)`, or listen on a port. */
  readonly app: Gateway;
  readonly stores: Stores;
  readonly config: GatewayConfig;
  readonly environment: Readonly<Record<string, string>>;
  readonly database: TestDatabase;
  readonly redis: TestRedis;
  /** Mails are written here, one file each. */
  readonly mailFolder: string;
  readonly close: () => Promise<void>;
}

/** It shares its event loop with the test: that the loop is late says nothing of the gateway. */
const pressure: PressureLimits = {
  ...pressureLimits,
  ordinary: { delayMsMax: Infinity, utilisationMax: 1 },
  shedLast: { delayMsMax: Infinity, utilisationMax: 1 },
};

/** A gateway of the test's own: own database, own Redis database, fresh keys. `overrides` are environment variables. */
export async function createTestGateway(overrides: Record<string, string> = {}): Promise<TestGateway> {
  const [database, redis] = await Promise.all([createTestDatabase(), createTestRedis()]);
  const mailFolder = mkdtempSync(join(tmpdir(), 'fairgate-mails-'));
  const environment = { ...testEnvironment(database, redis, mailFolder), ...overrides };
  const config = readConfig('gateway', environment);
  const stores = await connectStores(config);
  const app = await buildGateway(config, stores, { pressure });
  await app.ready();
  return {
    app,
    stores,
    config,
    environment,
    database,
    redis,
    mailFolder,
    async close() {
      await app.close();
      await stores.close();
      await Promise.all([database.drop(), redis.release()]);
      rmSync(mailFolder, { recursive: true, force: true });
    },
  };
}

function testEnvironment(
  database: TestDatabase,
  redis: TestRedis,
  mailFolder: string,
): Record<string, string> {
  const secret = (): string => randomBytes(32).toString('base64url');
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    DATABASE_URL: database.databaseUrl,
    REDIS_URL: redis.redisUrl,
    PUBLIC_URL: 'http://127.0.0.1:4400',
    METRICS_TOKEN: secret(),
    SIGNING_KEY: JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'test' }),
    PLACE_SECRET: secret(),
    ENCRYPTION_KEY: secret(),
    STRIPE_SECRET_KEY: 'sk_test_loopback',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_loopback',
    STRIPE_WEBHOOK_SECRET: 'whsec_loopback',
    MAIL_URL: `file://${mailFolder}`,
    TRUSTED_PROXIES: '127.0.0.1',
    BEACON_URL: 'off',
  };
}
