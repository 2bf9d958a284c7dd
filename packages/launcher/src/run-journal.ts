import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { markJournal, readJournalFacts } from './mark-journal.ts';
import { runningInstallation } from './running-installation.ts';
import { startStack } from './stack.ts';
import { storesOnly } from './start-options.ts';

const usage = 'It is: npm run run -- journal init [--adopt] <folder>';

/** `init [--adopt] <folder>`: makes a folder the sale journal of the installation that runs, of the data folder, or of DATABASE_URL. */
export async function runJournal(
  [command, ...rest]: readonly string[],
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  const adopt = rest[0] === '--adopt';
  const [folder, ...more] = adopt ? rest.slice(1) : rest;
  if (
    command !== 'init' ||
    folder === undefined ||
    folder === '' ||
    folder.startsWith('-') ||
    more.length > 0
  )
    throw new Error(usage);
  const place = resolve(folder);
  const databaseUrl =
    environment.DATABASE_URL || runningInstallation(environment)?.variables.DATABASE_URL || '';
  if (databaseUrl !== '') return init(databaseUrl, place, adopt);
  const stack = await startStack({ ...storesOnly(environment), signal });
  return init(stack.databaseUrl, place, adopt).finally(stack.stop);
}

async function init(databaseUrl: string, folder: string, adopt: boolean): Promise<number> {
  const { installationId } = await readJournalFacts(databaseUrl);
  const outcome = await markJournal(folder, installationId, adopt);
  console.log(
    outcome === 'made'
      ? `${folder} is the sale journal of this installation now: start its queue-workers with FAIRGATE_JOURNAL=${folder}`
      : `${folder} is the sale journal of this installation already.`,
  );
  if (statSync(folder).dev === statSync('/').dev)
    console.log(
      'It lies on the disk of the system: if a disk of its own is to be mounted there, remove it, mount, and do this again.',
    );
  return 0;
}
