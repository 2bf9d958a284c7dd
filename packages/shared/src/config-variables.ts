/** Every environment variable that Fairgate reads: name, meaning, example, who uses it, and what it must be. */

import type { Parse } from './config-parsers.ts';
import * as parse from './config-parsers.ts';

/** The three services, and the programs that start them, look at what they made, or fill it. */
export type ProcessName =
  | 'gateway'
  | 'queue-worker'
  | 'payments-worker'
  | 'auditor'
  | 'reconciliation'
  | 'seed'
  | 'demo'
  | 'migration'
  | 'recovery'
  | 'launcher';

export interface Variable<T, P extends ProcessName> {
  readonly name: string;
  readonly meaning: string;
  readonly example: string;
  readonly usedBy: readonly P[];
  readonly parse: Parse<T>;
  /** Taken when the variable is not set; a variable without it is required. */
  readonly fallback?: string;
}

const variable = <T, const P extends ProcessName>(declared: Variable<T, P>): Variable<T, P> => declared;

const everyProcess = ['gateway', 'queue-worker', 'payments-worker'] as const;
const looking = ['auditor', 'seed', 'demo'] as const;
const workers = ['queue-worker', 'payments-worker'] as const;
const SECRET_EXAMPLE = 'pzHbWzX0tJ5r0fGZt8vJQx1cM2nq6yB3kD4sUaEiR7o';

export const VARIABLES = {
  databaseUrl: variable({
    name: 'DATABASE_URL',
    meaning: 'the Postgres database, as the role fairgate_app',
    example: 'postgres://fairgate_app:password@127.0.0.1:5432/fairgate',
    usedBy: [...everyProcess, ...looking, 'reconciliation', 'migration', 'recovery'],
    parse: parse.url('postgres', 'postgresql'),
  }),
  migrationDatabaseUrl: variable({
    name: 'MIGRATION_DATABASE_URL',
    meaning: 'the same database, as the owner of its tables',
    example: 'postgres://fairgate_owner:password@127.0.0.1:5432/fairgate',
    usedBy: ['migration', 'recovery'],
    parse: parse.url('postgres', 'postgresql'),
  }),
  databaseConnectionsMax: variable({
    name: 'DATABASE_CONNECTIONS_MAX',
    meaning:
      'how many connections one process may open to Postgres, but for those of uses of their own below',
    example: '10',
    usedBy: everyProcess,
    parse: parse.integer(1, 500),
    fallback: '10',
  }),
  databaseReadConnectionsMax: variable({
    name: 'DATABASE_READ_CONNECTIONS_MAX',
    meaning: 'as many more of a gateway for lists, maps and the catalogue, however slow those are',
    example: '4',
    usedBy: ['gateway'],
    parse: parse.integer(1, 500),
    fallback: '4',
  }),
  databaseWebhookConnectionsMax: variable({
    name: 'DATABASE_WEBHOOK_CONNECTIONS_MAX',
    meaning: "as many more for Stripe's webhooks alone: a gateway keeps them, a payments-worker reads them",
    example: '2',
    usedBy: ['gateway', 'payments-worker'],
    parse: parse.integer(1, 500),
    fallback: '2',
  }),
  databaseFinalizeConnectionsMax: variable({
    name: 'DATABASE_FINALIZE_CONNECTIONS_MAX',
    meaning: 'as many more of a queue-worker for finalizing orders alone',
    example: '2',
    usedBy: ['queue-worker'],
    parse: parse.integer(1, 500),
    fallback: '2',
  }),
  redisUrl: variable({
    name: 'REDIS_URL',
    meaning: 'Redis 7.0 or newer, or Valkey',
    example: 'redis://127.0.0.1:6379/0',
    usedBy: [...everyProcess, ...looking, 'reconciliation'],
    parse: parse.url('redis', 'rediss'),
  }),
  queues: variable({
    name: 'FAIRGATE_QUEUES',
    meaning: 'off: no jobs are queued, the sweepers alone finish every order',
    example: 'on',
    usedBy: [...everyProcess, 'launcher'],
    parse: parse.onOff,
    fallback: 'on',
  }),
  host: variable({
    name: 'HOST',
    meaning: 'the address to listen on',
    example: '127.0.0.1',
    usedBy: everyProcess,
    parse: parse.text,
    fallback: '127.0.0.1',
  }),
  port: variable({
    name: 'PORT',
    meaning: 'where the gateway listens',
    example: '4400',
    usedBy: ['gateway', 'launcher'],
    parse: parse.port,
    fallback: '4400',
  }),
  metricsPort: variable({
    name: 'METRICS_PORT',
    meaning: 'where a worker serves /health and /metrics',
    example: '4501',
    usedBy: workers,
    parse: parse.port,
  }),
  metricsToken: variable({
    name: 'METRICS_TOKEN',
    meaning: 'the bearer token that /metrics asks for',
    example: SECRET_EXAMPLE,
    usedBy: everyProcess,
    parse: parse.text,
  }),
  publicUrl: variable({
    name: 'PUBLIC_URL',
    meaning: 'the address under which people reach the gateway; links in mails start with it',
    example: 'https://tickets.example.org',
    usedBy: [...everyProcess, ...looking],
    parse: parse.webAddress,
  }),
  trustedProxies: variable({
    name: 'TRUSTED_PROXIES',
    meaning: 'addresses or networks whose X-Forwarded-For is believed, separated by commas',
    example: '10.0.0.0/8',
    usedBy: ['gateway'],
    parse: parse.networks,
    fallback: '',
  }),
  signingKey: variable({
    name: 'SIGNING_KEY',
    meaning: 'the Ed25519 key that signs tokens, tickets and checkpoints, as a private JWK on one line',
    example: '{"kty":"OKP","crv":"Ed25519","kid":"2030-01","x":"…","d":"…"}',
    usedBy: ['gateway', 'queue-worker', 'demo'],
    parse: parse.signingJwk,
  }),
  placeSecret: variable({
    name: 'PLACE_SECRET',
    meaning: 'the HMAC secret of place tickets: 32 bytes as base64url',
    example: SECRET_EXAMPLE,
    usedBy: ['gateway'],
    parse: parse.secretBytes(32),
  }),
  encryptionKey: variable({
    name: 'ENCRYPTION_KEY',
    meaning:
      '32 bytes as base64url, with which the secrets of draws are encrypted, and from which refresh tokens are derived',
    example: SECRET_EXAMPLE,
    usedBy: [...everyProcess, 'seed'],
    parse: parse.secretBytes(32),
  }),
  beaconUrl: variable({
    name: 'BEACON_URL',
    meaning: "where drand's public randomness is asked for; off: draws are commit–reveal only",
    example: 'https://api.drand.sh',
    usedBy: ['queue-worker'],
    parse: parse.beaconAddress,
    fallback: 'https://api.drand.sh',
  }),
  beaconChain: variable({
    name: 'BEACON_CHAIN',
    meaning: "another chain of drand's than quicknet, as one line of JSON like the answer of its /info",
    example:
      '{"hash":"52db9b…","public_key":"83cf0f…","genesis_time":1692803367,"period":3,"schemeID":"bls-unchained-g1-rfc9380"}',
    usedBy: ['gateway', 'queue-worker', 'seed'],
    parse: parse.beaconChain,
    fallback: '',
  }),
  stripeSecretKey: variable({
    name: 'STRIPE_SECRET_KEY',
    meaning: "Stripe's secret (or restricted) API key",
    example: 'sk_test_4eC39Hq…',
    usedBy: ['gateway', 'payments-worker', 'auditor', 'reconciliation', 'recovery'],
    parse: parse.startsWith('sk_', 'rk_'),
  }),
  stripePublishableKey: variable({
    name: 'STRIPE_PUBLISHABLE_KEY',
    meaning: "Stripe's key for browsers",
    example: 'pk_test_TYooMQ…',
    usedBy: ['gateway'],
    parse: parse.startsWith('pk_'),
  }),
  stripeWebhookSecrets: variable({
    name: 'STRIPE_WEBHOOK_SECRET',
    meaning: "the secret that signs Stripe's webhooks; up to three with commas while one replaces another",
    example: 'whsec_…',
    usedBy: ['gateway'],
    parse: parse.severalOf(parse.startsWith('whsec_'), 3),
  }),
  stripeApiUrl: variable({
    name: 'STRIPE_API_URL',
    meaning: "where Stripe's API is; another address only for the loopback Stripe",
    example: 'http://127.0.0.1:4242',
    usedBy: ['gateway', 'payments-worker', 'auditor', 'reconciliation', 'recovery'],
    parse: parse.webAddress,
    fallback: 'https://api.stripe.com',
  }),
  stripeRequestsPerSecond: variable({
    name: 'STRIPE_REQUESTS_PER_SECOND',
    meaning: 'the budget of requests to Stripe that all processes share',
    example: '100',
    usedBy: ['gateway', 'payments-worker', 'reconciliation'],
    parse: parse.integer(1, 10_000),
    fallback: '100',
  }),
  mail: variable({
    name: 'MAIL_URL',
    meaning: 'an SMTP server, or a folder into which mails are written',
    example: 'smtp://user:password@mail.example.org:587',
    usedBy: everyProcess,
    parse: parse.mailTarget,
  }),
  mailFrom: variable({
    name: 'MAIL_FROM',
    meaning: 'the sender of mails',
    example: 'Fairgate <tickets@example.org>',
    usedBy: everyProcess,
    parse: parse.text,
    fallback: 'Fairgate <tickets@fairgate.invalid>',
  }),
  logLevel: variable({
    name: 'LOG_LEVEL',
    meaning: 'the least severe log lines that are written',
    example: 'info',
    usedBy: everyProcess,
    parse: parse.oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    fallback: 'info',
  }),
  crashPoints: variable({
    name: 'CRASH_POINTS_FOLDER',
    meaning: 'for fault runs: a folder that says at which point a process kills or stops itself',
    example: '/tmp/crash-points',
    usedBy: everyProcess,
    parse: parse.text,
    fallback: '',
  }),
  recoveryPace: variable({
    name: 'RECOVERY_PACE_PERCENT',
    meaning: 'for fault runs: how long what another process left is left alone, in percent of the usual time',
    example: '100',
    usedBy: everyProcess,
    parse: parse.integer(1, 100),
    fallback: '100',
  }),
  home: variable({
    name: 'FAIRGATE_HOME',
    meaning: 'the data folder; .fairgate in the checkout when not set',
    example: '/var/lib/fairgate/data',
    usedBy: ['launcher', 'recovery'],
    parse: parse.text,
    fallback: '',
  }),
  backupHome: variable({
    name: 'FAIRGATE_BACKUP_HOME',
    meaning:
      'where base backups and the archived write-ahead log lie, best on another disk; no backups when not set',
    example: '/mnt/backups/fairgate',
    usedBy: ['launcher', 'recovery'],
    parse: parse.text,
    fallback: '',
  }),
  archiveSeconds: variable({
    name: 'FAIRGATE_ARCHIVE_SECONDS',
    meaning: 'after how many seconds at the latest written log is archived',
    example: '60',
    usedBy: ['launcher'],
    parse: parse.integer(1, 3_600),
    fallback: '60',
  }),
  journal: variable({
    name: 'FAIRGATE_JOURNAL',
    meaning: 'the folder of the sale journal, best on another disk; no journal is written when not set',
    example: '/mnt/journal/fairgate',
    usedBy: ['queue-worker', 'recovery', 'launcher'],
    parse: parse.text,
    fallback: '',
  }),
  demo: variable({
    name: 'FAIRGATE_DEMO',
    meaning: 'off: no demo drop and no simulated fans',
    example: 'off',
    usedBy: ['launcher'],
    parse: parse.onOff,
    fallback: 'on',
  }),
  chromiumPath: variable({
    name: 'CHROMIUM_PATH',
    meaning: 'the Chromium for the browser tests; one on PATH when not set',
    example: '/usr/bin/chromium',
    usedBy: ['launcher'],
    parse: parse.text,
    fallback: '',
  }),
} as const;
