import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentVariables } from '@fairgate/shared/config.ts';
import { anyFreePort, freePort } from './free-port.ts';
import type { Guard } from './guarded-spawn.ts';
import type { Home } from './home.ts';
import { prepareJournal } from './mark-journal.ts';
import { migrate } from './migrate.ts';
import { REPOSITORY } from './repository.ts';
import { runToEnd } from './run-to-end.ts';
import { keepSecrets, type Secrets } from './secrets.ts';
import {
  chosenVariables,
  inheritedEnvironment,
  type StripeAccess,
  serviceVariables,
} from './service-environment.ts';
import type { RunningInstallation, StackFacts, StackOptions } from './stack-options.ts';
import { startLoopbackStripe } from './start-loopback-stripe.ts';
import { startServices } from './start-services.ts';
import { placeOf, type Stores, startStores } from './start-stores.ts';
import type { Steps } from './steps.ts';
import type { SupervisedProcess } from './supervise.ts';

/** Where the gateway takes Stripe's events. */
const STRIPE_WEBHOOK_PATH = '/v1/stripe/webhook';

const SEED = join(REPOSITORY, 'prisma', 'seed', 'seed.ts');

/** What every part is started with. */
interface Ground {
  readonly home: Home;
  readonly guard: Guard;
  readonly steps: Steps;
}

interface Foundation extends Ground {
  readonly secrets: Secrets;
  readonly inherited: Readonly<Record<string, string>>;
}

export async function startParts(
  options: StackOptions,
  ground: Ground,
): Promise<StackFacts & { readonly processes: readonly SupervisedProcess[] }> {
  const secrets = keepSecrets(ground.home.secretsFile);
  const foundation = { ...ground, secrets, inherited: inheritedEnvironment(environmentVariables()) };
  const counts = { gateway: 1, 'queue-worker': 1, 'payments-worker': 1, ...options.services };
  const gatewayPorts = await portsOfGateways(Math.max(1, counts.gateway), options, ground.steps);
  const gatewayUrls = gatewayPorts.map((port) => `http://127.0.0.1:${port}`);
  const gatewayUrl = `http://127.0.0.1:${gatewayPorts[0]}`;

  const [stores, stripe] = await Promise.all([
    startMigratedStores(options, foundation),
    stripeOf(options, foundation, `${gatewayUrl}${STRIPE_WEBHOOK_PATH}`),
  ]);
  const { ownerDatabaseUrl, databaseUrl, redisUrl } = stores;
  const environment = {
    ...foundation.inherited,
    ...serviceVariables({
      ...{ databaseUrl, ownerDatabaseUrl, redisUrl, secrets },
      stripe: stripe.access,
      publicUrl: gatewayUrl,
      mailFolder: ground.home.mails,
      queues: options.queues ?? true,
      publicBeacon: options.publicBeacon ?? false,
    }),
    ...options.environment,
  };
  const seedOutput = options.seed ? await seed(foundation, environment) : '';
  const facts = {
    ...{ seedOutput, ownerDatabaseUrl, databaseUrl, redisUrl, gatewayUrl, gatewayUrls, environment },
    stripe: stripe.access,
  };
  if (counts['queue-worker'] > 0 && environment.FAIRGATE_JOURNAL) {
    const fault = await prepareJournal(databaseUrl, environment.FAIRGATE_JOURNAL);
    if (fault !== null) ground.steps.say(fault);
  }
  const services = await startServices({
    ...{ ...ground, counts, gatewayPorts },
    environment: withoutOwner(environment),
    supervise: options.supervise ?? {},
  });
  const running: RunningInstallation = { gatewayUrl, variables: chosenVariables(environment) };
  // Another command may read it at any moment.
  writeFileSync(`${ground.home.stackFile}.new`, JSON.stringify(running), { mode: 0o600 });
  renameSync(`${ground.home.stackFile}.new`, ground.home.stackFile);
  return { ...facts, processes: [...stores.processes, ...stripe.processes, ...services] };
}

/** The services never hold what could change the tables. */
function withoutOwner(environment: Readonly<Record<string, string>>): Record<string, string> {
  const { MIGRATION_DATABASE_URL: _, ...rest } = environment;
  return rest;
}

async function startMigratedStores(options: StackOptions, foundation: Foundation): Promise<Stores> {
  const { guard, steps, inherited } = foundation;
  const stores = await startStores({
    ...foundation,
    given: options.given ?? {},
    fsync: options.fsync ?? false,
    archive: options.archive,
    ports: options.ports ?? { postgres: await anyFreePort(), redis: await anyFreePort() },
    environment: inherited,
    supervise: options.supervise ?? {},
  });
  const { ownerDatabaseUrl, databaseUrl } = stores;
  if (ownerDatabaseUrl === null) {
    steps.say('the database is not migrated: DATABASE_URL names the role of the services, not the owner');
  } else {
    await steps.run('Database is migrated', () => migrate(guard, ownerDatabaseUrl, databaseUrl, inherited));
  }
  return stores;
}

async function seed(
  { guard, steps }: Foundation,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  if (!existsSync(SEED)) return '';
  return steps.run('Database is seeded', async () => {
    const program = { command: process.execPath, args: [SEED], folder: REPOSITORY, environment };
    return (await runToEnd(guard, program, 'The database could not be seeded')).trim();
  });
}

async function stripeOf(
  options: StackOptions,
  foundation: Foundation,
  webhookUrl: string,
): Promise<{ access: StripeAccess; processes: readonly SupervisedProcess[] }> {
  const { guard, home, steps, secrets, inherited } = foundation;
  if (options.given?.stripe) return { access: options.given.stripe, processes: [] };
  return steps.run('Loopback Stripe', async (done) => {
    const preferred = options.ports?.stripe ?? (await anyFreePort());
    const port = await freePort(preferred);
    const { process, ...access } = await startLoopbackStripe({
      ...{ guard, port, webhookUrl, secrets },
      dataFolder: home.stripe,
      logFile: join(home.logs, 'stripe.log'),
      environment: inherited,
      supervise: options.supervise ?? {},
    });
    done(`on ${placeOf(port, preferred)}`);
    return { access, processes: [process] };
  });
}

async function portsOfGateways(
  count: number,
  options: StackOptions,
  steps: Steps,
): Promise<readonly number[]> {
  const preferred = options.ports?.gateway ?? (await anyFreePort());
  const first = await freePort(preferred);
  if (first !== preferred)
    steps.say(`port ${preferred} is busy; the gateway takes ${first} (choose one with PORT=…)`);
  const ports = [first];
  while (ports.length < count) ports.push(await anyFreePort());
  return ports;
}
