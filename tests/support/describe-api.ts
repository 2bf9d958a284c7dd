import { generateKeyPairSync } from 'node:crypto';
import { buildGateway } from '@fairgate/gateway/app.ts';
import type { Stores } from '@fairgate/gateway/stores.ts';
import { readConfig } from '@fairgate/shared/config.ts';
import { connectDatabase } from '@fairgate/shared/database/client.ts';
import { connectStripe } from '@fairgate/shared/payments/connect-stripe.ts';
import { noJobs } from '@fairgate/shared/queues/jobs.ts';
import { connectRedis } from '@fairgate/shared/redis/connect.ts';

/** An OpenAPI document, as far as the checks look into it. */
export interface ApiDocument {
  readonly openapi: string;
  readonly info: object;
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components?: Readonly<Record<string, object>>;
}

export interface ApiOperation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
  }[];
  readonly requestBody?: object;
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly description: string;
        readonly content?: Readonly<Record<string, { readonly schema: object }>>;
      }
    >
  >;
}

/** Nothing listens there: what is described is never called. */
const nowhere = '127.0.0.1:1';

/** The document that the gateway serves, but for its own address; made without any store. */
export async function describeApi(): Promise<ApiDocument> {
  const config = readConfig('gateway', exampleEnvironment());
  const stores = unconnectedStores(config.databaseUrl, config.redisUrl);
  const app = await buildGateway(config, stores);
  try {
    await app.ready();
    // Once through JSON, as a caller sees it.
    const { servers: _, ...document } = JSON.parse(JSON.stringify(app.swagger()));
    return document as ApiDocument;
  } finally {
    await app.close();
    await stores.close();
  }
}

function unconnectedStores(databaseUrl: string, redisUrl: string): Stores {
  const database = connectDatabase(databaseUrl, 'described', 1);
  const redis = connectRedis(redisUrl, 'described');
  return {
    database,
    reads: database,
    edits: database,
    webhooks: database,
    redis,
    stripe: connectStripe('sk_test_described', `http://${nowhere}`, async () => undefined),
    jobs: noJobs,
    log: { error: () => undefined },
    outage: {
      isOpen: () => false,
      isInterrupted: () => false,
      standstill: () => '',
      refresh: async () => undefined,
      stop: () => undefined,
    },
    readiness: [],
    draining: false,
    async close() {
      redis.disconnect();
      await database.$disconnect();
    },
  };
}

function exampleEnvironment(): Record<string, string> {
  const secret = Buffer.alloc(32).toString('base64url');
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    DATABASE_URL: `postgres://${nowhere}/none`,
    REDIS_URL: `redis://${nowhere}`,
    PUBLIC_URL: `http://${nowhere}`,
    METRICS_TOKEN: secret,
    SIGNING_KEY: JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'described' }),
    PLACE_SECRET: secret,
    ENCRYPTION_KEY: secret,
    STRIPE_SECRET_KEY: 'sk_test_described',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_described',
    STRIPE_WEBHOOK_SECRET: 'whsec_described',
    MAIL_URL: 'smtp://127.0.0.1:1',
  };
}
