import { checkVariables, environmentVariables, readConfig } from '@fairgate/shared/config.ts';
import { Command, Option } from 'commander';
import { forgottenDashes } from './forgotten-dashes.ts';
import { generateClient } from './generate-client.ts';
import { startGuard } from './guarded-spawn.ts';
import { migrate } from './migrate.ts';
import { runAudit, runReconciliation } from './run-audit.ts';
import { runCheckDraw } from './run-check-draw.ts';
import { runJournal } from './run-journal.ts';
import { runProgram } from './run-program.ts';
import { runBackup, runReplay } from './run-recovery.ts';
import { runStart } from './run-start.ts';
import { runTests } from './run-tests.ts';
import { chosenVariables, inheritedEnvironment } from './service-environment.ts';
import { startStack } from './stack.ts';
import { storesOnly } from './start-options.ts';
import { printedSteps } from './steps.ts';
import { stopSignal, untilAborted } from './wait-for-stop.ts';

const environment = environmentVariables();
const signal = stopSignal();
/** For commands whose own output is read by programs. */
const steps = printedSteps((text) => void process.stderr.write(text));

const fairgate = new Command('fairgate').description('An open on-sale system').enablePositionalOptions();

fairgate
  .command('start')
  .description('start everything: stores, services, the demo')
  .addOption(new Option('--since <ms>', 'when the command was given').hideHelp())
  .action(({ since }: { since?: string }) =>
    finish(() => runStart(environment, signal, since === undefined ? Date.now() : Number(since))),
  );

passing(
  'test',
  'check and test everything; arguments narrow it: unit, stores, flows, browser, types, lint, imports',
  (args) => runTests(args, environment, signal),
);
passing('rehearse', 'rehearse a whole drop with simulated fans', (args) => runAlone('rehearse', args));
passing('faults', 'try the purchase under every fault', (args) => runAlone('faults', args));
passing('simulate', 'play simulated histories of purchases under faults', (args) =>
  runAlone('simulate', args),
);
passing('bench', 'measure the waiting room, each figure beside its floor', (args) => runAlone('bench', args));
passing('drill', 'sell, destroy the database, restore it, and show what was lost', (args) =>
  runAlone('drill', args),
);
passing('backup', 'make a base backup of the database that runs', (args) =>
  runBackup(args, environment, signal),
);
passing('restore', 'restore the database to a moment, into a new data folder', (args) =>
  runAlone('restore', args),
);
passing('replay', 'tell a restored database what it has lost, and open sales', (args) =>
  runReplay(args, environment, signal),
);
passing('sales', 'shut or open sales: nobody comes in, holds or orders while they are shut', (args) =>
  runReplay(['--sales', ...args], environment, signal),
);
passing('journal', 'init <folder>: make a folder the sale journal of this installation', (args) =>
  runJournal(args, environment, signal),
);
passing('audit', 'check every invariant of an installation', (args) => runAudit(args, environment, signal));
passing('check-draw', 'recompute the draw of a drop from what is published', (args) =>
  runCheckDraw(args, environment, signal),
);
passing('reconcile', "compare a day's books with Stripe's", (args) =>
  runReconciliation(args, environment, signal),
);

fairgate
  .command('migrate')
  .description('bring the database to the newest migration')
  .action(() => finish(runMigrate));

fairgate
  .command('stores')
  .description('start only Postgres, Redis and the loopback Stripe, and print their addresses')
  .action(() => finish(runStores));

await fairgate.parseAsync();

function passing(name: string, description: string, run: (args: readonly string[]) => Promise<number>): void {
  fairgate
    .command(name)
    .description(description)
    .argument('[arguments...]')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action((args: readonly string[]) =>
      finish(async () => {
        const hint = forgottenDashes(name, environment);
        if (hint !== null) throw new Error(hint);
        return run(args);
      }),
    );
}

/** A program that starts what it needs itself. */
async function runAlone(
  name: 'rehearse' | 'faults' | 'simulate' | 'bench' | 'drill' | 'restore',
  args: readonly string[],
): Promise<number> {
  const guard = startGuard();
  signal.addEventListener('abort', () => void guard.close(), { once: true });
  try {
    await generateClient(guard, steps);
    const variables = name === 'restore' ? chosenVariables(environment) : {};
    return await runProgram(guard, name, args, { ...inheritedEnvironment(environment), ...variables });
  } finally {
    await guard.close();
  }
}

async function runMigrate(): Promise<number> {
  if (environment.MIGRATION_DATABASE_URL) {
    const { migrationDatabaseUrl, databaseUrl } = readConfig('migration', environment);
    const guard = startGuard();
    await steps
      .run('Database is migrated', () => migrate(guard, migrationDatabaseUrl, databaseUrl, environment))
      .finally(guard.close);
    return 0;
  }
  const stack = await startStack({ ...storesOnly(environment), steps, signal });
  await stack.stop();
  return 0;
}

async function runStores(): Promise<number> {
  const stack = await startStack({ ...storesOnly(environment), steps, signal });
  console.log(`MIGRATION_DATABASE_URL=${stack.ownerDatabaseUrl}`);
  console.log(`DATABASE_URL=${stack.databaseUrl}`);
  console.log(`REDIS_URL=${stack.redisUrl}`);
  console.log(`STRIPE_API_URL=${stack.stripe.apiUrl}`);
  console.log(`STRIPE_SECRET_KEY=${stack.stripe.secretKey}`);
  await untilAborted(signal);
  await stack.stop();
  return 0;
}

/** The sentence is what people need; where it was thrown helps nobody here. */
async function finish(run: () => Promise<number>): Promise<void> {
  try {
    checkVariables('Fairgate', environment);
    process.exitCode = await run();
  } catch (error) {
    if (!signal.aborted) console.error(`\n${error instanceof Error ? error.message : error}`);
    process.exitCode = signal.aborted ? 0 : 1;
  }
}
