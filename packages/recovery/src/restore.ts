import { resolve } from 'node:path';
import { startGuard } from '@fairgate/launcher/guarded-spawn.ts';
import { stopSignal } from '@fairgate/launcher/wait-for-stop.ts';
import { backupHome } from '@fairgate/launcher/wal-archive.ts';
import { environmentVariables, readConfig } from '@fairgate/shared/config.ts';
import { Command, InvalidArgumentError } from 'commander';
import { restoreBackup } from './restore/restore-backup.ts';

// npm run restore -- --to latest --into <folder>: exit 1 with a sentence when it could not be done.

const flags = new Command('restore')
  .description('Restore the database to a moment, into a new data folder')
  .requiredOption('--to <time>', 'latest, or a time such as 2026-11-25T20:15:00Z', moment)
  .requiredOption('--into <folder>', 'a new or empty folder; afterwards FAIRGATE_HOME=<folder> npm start')
  .option('--backup <name>', 'from this base backup; the newest that is old enough when not said')
  .option('--timeline <number>', 'along this timeline; the newest of the archive when not said', Number)
  .parse()
  .opts<{ to: Date | 'latest'; into: string; backup?: string; timeline?: number }>();

const signal = stopSignal();
const guard = startGuard();
signal.addEventListener('abort', () => void guard.close(), { once: true });
try {
  const { backupHome: folder } = readConfig('launcher');
  if (folder === '') throw new Error('Say where backups lie: FAIRGATE_BACKUP_HOME=/mnt/backups/fairgate');
  const startedMs = Date.now();
  const restored = await restoreBackup({
    ...flags,
    to: flags.to === 'latest' ? null : flags.to,
    into: resolve(flags.into),
    home: backupHome(folder),
    environment: environmentVariables(),
    guard,
    say: console.log,
  });
  console.log(
    `Restored to ${restored.restoredTo} in ${((Date.now() - startedMs) / 1000).toFixed(1)} s: ${restored.into}`,
  );
  console.log(`Next: FAIRGATE_HOME=${restored.into} npm run replay`);
} catch (error) {
  if (!signal.aborted) console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await guard.close();
}

function moment(text: string): Date | 'latest' {
  if (text === 'latest') return text;
  const at = new Date(text);
  if (Number.isNaN(at.getTime()))
    throw new InvalidArgumentError('latest, or a time such as 2026-11-25T20:15:00Z.');
  return at;
}
