import { readConfig } from '@fairgate/shared/config.ts';
import { homeFolder } from './home.ts';
import { chosenVariables } from './service-environment.ts';
import type { StackOptions } from './stack-options.ts';
import { backupHome } from './wal-archive.ts';

const POSTGRES_PORT = 54_329;
const REDIS_PORT = 63_799;
const STRIPE_PORT = 4_242;

/** The installation of the data folder as the user's variables describe it. */
export function startOptions(environment: Readonly<Record<string, string>>): StackOptions {
  const { port, queues, backupHome: backups, archiveSeconds } = readConfig('launcher', environment);
  // What the launcher decides itself from these is not passed on a second time.
  const {
    DATABASE_URL,
    MIGRATION_DATABASE_URL,
    REDIS_URL,
    PORT: _,
    METRICS_PORT: __,
    ...chosen
  } = chosenVariables(environment);
  return {
    home: homeFolder(environment),
    fsync: true,
    archive: backups === '' ? undefined : { home: backupHome(backups), archiveSeconds },
    queues,
    ports: { gateway: port, postgres: POSTGRES_PORT, redis: REDIS_PORT, stripe: STRIPE_PORT },
    given: {
      databaseUrl: DATABASE_URL,
      migrationDatabaseUrl: MIGRATION_DATABASE_URL,
      redisUrl: REDIS_URL,
      stripe: givenStripe(chosen),
    },
    environment: chosen,
  };
}

/** The same without any service. */
export function storesOnly(environment: Readonly<Record<string, string>>): StackOptions {
  return { ...startOptions(environment), services: { gateway: 0, 'queue-worker': 0, 'payments-worker': 0 } };
}

/** A key names a real Stripe; what is missing beside it is told by the service that needs it. */
function givenStripe(chosen: Readonly<Record<string, string>>): NonNullable<StackOptions['given']>['stripe'] {
  if (chosen.STRIPE_SECRET_KEY === undefined) return undefined;
  return {
    apiUrl: chosen.STRIPE_API_URL ?? '',
    secretKey: chosen.STRIPE_SECRET_KEY,
    publishableKey: chosen.STRIPE_PUBLISHABLE_KEY ?? '',
    webhookSecret: chosen.STRIPE_WEBHOOK_SECRET ?? '',
  };
}
