import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { postgresAccount } from '@fairgate/launcher/postgres-account.ts';
import { backupHome, prepareBackupHome } from '@fairgate/launcher/wal-archive.ts';
import { readConfig } from '@fairgate/shared/config.ts';
import { Command, InvalidArgumentError } from 'commander';
import { pruneBackups } from './backup/prune-backups.ts';
import { takeBackup } from './backup/take-backup.ts';

// npm run backup: a base backup of the installation that runs; exit 1 with a sentence when it could not be made.

const flags = new Command('backup')
  .description(
    'Make a base backup of the database that runs; with the archived log it restores to any moment after',
  )
  .option('--keep <number>', 'how many base backups stay, with the log that they need', whole, 7)
  .option('--data-folder <folder>', "where the server's data folder is to be found on this machine")
  .parse()
  .opts<{ keep: number; dataFolder?: string }>();

try {
  const config = readConfig('recovery');
  if (config.backupHome === '')
    throw new Error('Say where backups lie: FAIRGATE_BACKUP_HOME=/mnt/backups/fairgate');
  const home = backupHome(config.backupHome);
  if (!existsSync(home.wal)) prepareBackupHome(home, postgresAccount(home.wal));
  const startedMs = Date.now();
  const { folder, record } = await takeBackup({
    ownerDatabaseUrl: config.migrationDatabaseUrl,
    home,
    secretsFile: config.home === '' ? null : join(resolve(config.home), 'secrets.json'),
    dataFolder: flags.dataFolder,
  });
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  console.log(
    `Base backup ${record.label} (${(record.bytes / 1e6).toFixed(1)} MB) in ${seconds} s: ${folder}`,
  );
  console.log(`Any moment from ${record.finishedAt} on can be restored, as far as the log is archived.`);
  const pruned = pruneBackups(home, flags.keep);
  if (pruned.backups.length > 0)
    console.log(
      `Removed ${pruned.backups.join(', ')} and ${pruned.segments.length} segments of log that nothing needs.`,
    );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1_000)
    throw new InvalidArgumentError('a whole number from 1 to 1000, please.');
  return value;
}
