import { resolve } from 'node:path';
import { markJournal, readJournalFacts } from './mark-journal.ts';
import { runningInstallation } from './running-installation.ts';
import { startStack } from './stack.ts';
import { storesOnly } from './start-options.ts';

/** `init <folder>`: makes a folder the sale journal of the installation that runs, of the data folder, or of DATABASE_URL. */
export async function runJournal(
  [command, folder, ...more]: readonly string[],
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  if (command !== 'init' || folder === undefined || folder === '' || more.length > 0)
    throw new Error('It is: npm run run -- journal init <folder>');
  const place = resolve(folder);
  const databaseUrl =
    environment.DATABASE_URL || runningInstallation(environment)?.variables.DATABASE_URL || '';
  if (databaseUrl !== '') return init(databaseUrl, place);
  const stack = await startStack({ ...storesOnly(environment), signal });
  return init(stack.databaseUrl, place).finally(stack.stop);
}

async function init(databaseUrl: string, folder: string): Promise<number> {
  const { installationId } = await readJournalFacts(databaseUrl);
  const outcome = await markJournal(folder, installationId);
  console.log(
    outcome === 'made'
      ? `${folder} is the sale journal of this installation now: start its queue-workers with FAIRGATE_JOURNAL=${folder}`
      : `${folder} is the sale journal of this installation already.`,
  );
  return 0;
}
