import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { anyFreePort } from '@fairgate/launcher/free-port.ts';
import { type Guard, startGuard } from '@fairgate/launcher/guarded-spawn.ts';
import { markJournal, readJournalFacts } from '@fairgate/launcher/mark-journal.ts';
import { appDatabaseUrl, migrate } from '@fairgate/launcher/migrate.ts';
import { REPOSITORY } from '@fairgate/launcher/repository.ts';
import { keepSecrets, type Secrets } from '@fairgate/launcher/secrets.ts';
import { inheritedEnvironment, serviceVariables } from '@fairgate/launcher/service-environment.ts';
import { startLoopbackStripe } from '@fairgate/launcher/start-loopback-stripe.ts';
import { startPostgres } from '@fairgate/launcher/start-postgres.ts';
import { SERVICE_NAMES } from '@fairgate/launcher/start-services.ts';
import type { SupervisedProcess } from '@fairgate/launcher/supervise.ts';
import {
  controlLoopbackStripe,
  type LoopbackControl,
} from '@fairgate/loopback-stripe/control/control-loopback-stripe.ts';
import { environmentVariables } from '@fairgate/shared/config.ts';
import { openLink, type TcpLink } from '../network/tcp-link.ts';
import { type CrashFolder, openCrashFolder } from './crash-folder.ts';
import { type RedisPair, startRedisPair } from './redis-pair.ts';
import { RESTART_AT_ONCE } from './restart-at-once.ts';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';

export interface FaultStackOptions {
  /** The checkout whose services run; this one when not said. */
  readonly checkout?: string;
  /** Done as the owner when the migrations are in. */
  readonly afterMigrations?: (ownerDatabaseUrl: string) => Promise<void>;
  /** How soon processes take up what another left; see recoveryPacePercent. */
  readonly pacePercent?: number;
  /** How many processes of each service. */
  readonly copies?: number;
  /** What is different about a process, by its name, such as `gateway-1`. */
  readonly unlike?: Readonly<Record<string, ProcessDifference>>;
  readonly signal?: AbortSignal;
}

export interface ProcessDifference {
  /** The checkout whose code it runs. */
  readonly checkout?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Everything real, every wire in our hands. */
export interface FaultStack {
  readonly folder: string;
  readonly logFolder: string;
  readonly mailFolder: string;
  /** Where the queue-workers write the sale journal. */
  readonly journalFolder: string;
  readonly secrets: Secrets;
  readonly publicUrl: string;
  /** As the services' role, past the links. */
  readonly databaseUrl: string;
  readonly ownerDatabaseUrl: string;
  readonly redisUrl: () => string;
  readonly stripeUrl: string;
  readonly stripeControl: LoopbackControl;
  readonly postgres: SupervisedProcess;
  readonly stripe: SupervisedProcess;
  readonly redis: RedisPair;
  readonly services: readonly ServiceProcess[];
  /** Stripe's way to us. */
  readonly webhookLink: TcpLink;
  readonly crash: CrashFolder;
  /** Processes that ended, in sentences: those that were killed, too. */
  readonly ends: readonly string[];
  readonly stop: () => Promise<void>;
}

/** Most budgets of Stripe would bind long before any fault does. */
const stripeRequestsPerSecond = 2_000;
export const recoveryPacePercent = 10;
const webhookRetryBaseMs = 200;

export async function startFaultStack(options: FaultStackOptions = {}): Promise<FaultStack> {
  const guard = startGuard();
  options.signal?.addEventListener('abort', () => void guard.close(), { once: true });
  try {
    return await startParts(guard, options);
  } catch (error) {
    await guard.close();
    throw error;
  }
}

async function startParts(guard: Guard, options: FaultStackOptions): Promise<FaultStack> {
  const folder = mkdtempSync(join(tmpdir(), 'fairgate-faults-'));
  // The user who runs Postgres in place of root must get through.
  chmodSync(folder, 0o711);
  await guard.removeAtEnd(folder);
  const logFolder = join(folder, 'logs');
  const mailFolder = join(folder, 'mails');
  const journalFolder = join(folder, 'journal');
  for (const name of [logFolder, mailFolder, join(folder, 'stripe')]) mkdirSync(name);
  const secrets = keepSecrets(join(folder, 'secrets.json'));
  const inherited = inheritedEnvironment(environmentVariables());
  const checkout = options.checkout ?? REPOSITORY;
  const services: ServiceProcess[] = [];
  const webhookLink = await openLink('stripe>gateway', await anyFreePort(), 1);
  const [postgres, redis, stripe] = await Promise.all([
    startMigrated(guard, folder, logFolder, secrets, inherited, options),
    startRedisPair({
      ...{ guard, folder, environment: inherited },
      onMove: (port) => {
        for (const { links } of services) links.redis.aim(port);
      },
    }),
    startLoopbackStripe({
      ...{ guard, secrets, webhookRetryBaseMs, environment: inherited },
      port: await anyFreePort(),
      webhookUrl: `http://127.0.0.1:${webhookLink.port}/v1/stripe/webhook`,
      dataFolder: join(folder, 'stripe'),
      logFile: join(logFolder, 'stripe.log'),
      supervise: { policy: RESTART_AT_ONCE },
    }),
  ]);
  await markJournal(journalFolder, (await readJournalFacts(postgres.ownerDatabaseUrl)).installationId);
  const crash = openCrashFolder(join(folder, 'crash-points'));
  const publicUrl = 'http://127.0.0.1:4400';
  const ends: string[] = [];
  const environment = {
    ...inherited,
    ...serviceVariables({
      ...{ databaseUrl: postgres.databaseUrl, ownerDatabaseUrl: null, secrets, publicUrl, mailFolder },
      redisUrl: `redis://127.0.0.1:${redis.port()}`,
      stripe,
      queues: true,
      publicBeacon: false,
    }),
    TRUSTED_PROXIES: '127.0.0.1',
    STRIPE_REQUESTS_PER_SECOND: String(stripeRequestsPerSecond),
    CRASH_POINTS_FOLDER: crash.folder,
    FAIRGATE_JOURNAL: journalFolder,
    RECOVERY_PACE_PERCENT: String(options.pacePercent ?? recoveryPacePercent),
  };
  const stripePort = Number(new URL(stripe.apiUrl).port);
  const plans = SERVICE_NAMES.flatMap((service) =>
    Array.from({ length: options.copies ?? 2 }, (_, index) => {
      const own = options.unlike?.[`${service}-${index + 1}`] ?? {};
      return {
        ...{ guard, service, index: index + 1, logFolder },
        checkout: own.checkout ?? checkout,
        environment: { ...environment, ...own.environment },
        ports: { postgres: postgres.port, redis: redis.port(), stripe: stripePort },
        onEnd: (sentence: string) => void ends.push(sentence),
      };
    }),
  );
  services.push(...(await Promise.all(plans.map(startServiceProcess))));
  webhookLink.aim(Number(new URL(services[0]?.url ?? '').port));
  return {
    ...{
      folder,
      logFolder,
      mailFolder,
      journalFolder,
      secrets,
      publicUrl,
      webhookLink,
      crash,
      ends,
      redis,
      services,
    },
    databaseUrl: postgres.databaseUrl,
    ownerDatabaseUrl: postgres.ownerDatabaseUrl,
    redisUrl: () => `redis://127.0.0.1:${redis.port()}`,
    stripeUrl: stripe.apiUrl,
    stripeControl: controlLoopbackStripe(stripe.apiUrl),
    postgres: postgres.process,
    stripe: stripe.process,
    async stop() {
      await guard.close();
      await redis.close();
      await webhookLink.close();
      await Promise.all(
        services.flatMap(({ links }) => Object.values(links)).map((link: TcpLink) => link.close()),
      );
    },
  };
}

async function startMigrated(
  guard: Guard,
  folder: string,
  logFolder: string,
  secrets: Secrets,
  environment: Readonly<Record<string, string>>,
  options: FaultStackOptions,
): Promise<{
  readonly process: SupervisedProcess;
  readonly port: number;
  readonly databaseUrl: string;
  readonly ownerDatabaseUrl: string;
}> {
  const running = await startPostgres({
    ...{ guard, environment, fsync: false, port: await anyFreePort() },
    dataFolder: join(folder, 'postgres'),
    logFile: join(logFolder, 'postgres.log'),
    ownerPassword: secrets.postgresOwnerPassword,
    supervise: { policy: RESTART_AT_ONCE },
  });
  const { ownerDatabaseUrl, process: supervised, port } = running;
  const databaseUrl = appDatabaseUrl(ownerDatabaseUrl, secrets.postgresAppPassword);
  await migrate(guard, ownerDatabaseUrl, databaseUrl, environment);
  await options.afterMigrations?.(ownerDatabaseUrl);
  return { process: supervised, port, databaseUrl, ownerDatabaseUrl };
}

/** The process of that name, such as `gateway-1`. */
export function serviceOf(stack: FaultStack, name: string): ServiceProcess {
  const found = stack.services.find((service) => service.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

/** Ends Postgres in the middle of everything; resolves when it has recovered and answers. */
export async function crashPostgres({ postgres }: FaultStack): Promise<void> {
  const { pid } = postgres;
  postgres.kill('SIGQUIT');
  while (postgres.pid === pid) await sleep(10);
  await postgres.ready();
}
