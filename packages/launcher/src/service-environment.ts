import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { VARIABLES } from '@fairgate/shared/config-variables.ts';
import type { Secrets } from './secrets.ts';

/** What the loopback Stripe, or a real one, is reached with. */
export interface StripeAccess {
  readonly apiUrl: string;
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly webhookSecret: string;
}

const DECLARED: ReadonlySet<string> = new Set(Object.values(VARIABLES).map(({ name }) => name));

/** What programs are started with: everything but Fairgate's and Postgres's own variables, the runtime first on PATH. */
export function inheritedEnvironment(environment: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(environment).filter(
    ([name]) => !DECLARED.has(name) && !/^PG[A-Z]+$/.test(name),
  );
  return { ...Object.fromEntries(kept), PATH: `${dirname(process.execPath)}:${environment.PATH ?? ''}` };
}

/** The declared variables that are set: those of the user win over what the launcher would choose. */
export function chosenVariables(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => DECLARED.has(name) && value !== ''),
  );
}

export interface ServiceFacts {
  readonly databaseUrl: string;
  /** For the programs that fill the database; no service is given it. */
  readonly ownerDatabaseUrl: string | null;
  readonly redisUrl: string;
  readonly stripe: StripeAccess;
  readonly publicUrl: string;
  readonly mailFolder: string;
  readonly secrets: Secrets;
  readonly queues: boolean;
  /** Whether a public beacon may be asked: nothing that only tries things out talks to the world. */
  readonly publicBeacon: boolean;
}

/** The variables that every service shares; ports are each one's own. */
export function serviceVariables(facts: ServiceFacts): Record<string, string> {
  return {
    DATABASE_URL: facts.databaseUrl,
    ...(facts.ownerDatabaseUrl !== null && { MIGRATION_DATABASE_URL: facts.ownerDatabaseUrl }),
    REDIS_URL: facts.redisUrl,
    FAIRGATE_QUEUES: facts.queues ? 'on' : 'off',
    METRICS_TOKEN: facts.secrets.metricsToken,
    PUBLIC_URL: facts.publicUrl,
    SIGNING_KEY: facts.secrets.signingKey,
    PLACE_SECRET: facts.secrets.placeSecret,
    ENCRYPTION_KEY: facts.secrets.encryptionKey,
    WEB_PUSH_KEY: facts.secrets.webPushKey,
    STRIPE_API_URL: facts.stripe.apiUrl,
    STRIPE_SECRET_KEY: facts.stripe.secretKey,
    STRIPE_PUBLISHABLE_KEY: facts.stripe.publishableKey,
    STRIPE_WEBHOOK_SECRET: facts.stripe.webhookSecret,
    MAIL_URL: pathToFileURL(facts.mailFolder).href,
    ...(!facts.publicBeacon && { BEACON_URL: 'off' }),
  };
}
