import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Account } from './postgres-account.ts';

/** Where backups lie: the write-ahead log in `wal/`, base backups in `base/`. Best on another disk than the database. */
export interface BackupHome {
  readonly folder: string;
  readonly wal: string;
  readonly base: string;
}

/** What Postgres is started with so that it archives; the log leaves the database at the latest after so many seconds. */
export interface WalArchive {
  readonly home: BackupHome;
  readonly archiveSeconds: number;
}

export function backupHome(folder: string): BackupHome {
  const absolute = resolve(folder);
  return { folder: absolute, wal: join(absolute, 'wal'), base: join(absolute, 'base') };
}

/** Makes the folders. Who runs Postgres must be able to write the log's; throws a sentence when it cannot. */
export function prepareBackupHome(home: BackupHome, account: Account | null): void {
  mkdirSync(home.folder, { recursive: true, mode: 0o711 });
  mkdirSync(home.base, { recursive: true, mode: 0o700 });
  mkdirSync(home.wal, { recursive: true, mode: 0o700 });
  if (account === null) return;
  const { uid, gid, name } = account;
  chownSync(home.wal, uid, gid);
  const writes = spawnSync('/bin/sh', ['-c', 'test -w "$1"', 'sh', home.wal], { uid, gid, cwd: '/' });
  if (writes.status === 0) return;
  throw new Error(
    `the user ${name}, who runs Postgres, cannot write ${home.wal}: choose a FAIRGATE_BACKUP_HOME that it can reach, ` +
      'for example /var/lib/fairgate-backups',
  );
}

/** Settings of a server that archives into this folder. */
export function archiveSettings({ home, archiveSeconds }: WalArchive): Readonly<Record<string, string>> {
  return {
    wal_level: 'replica',
    archive_mode: 'on',
    archive_timeout: String(archiveSeconds),
    archive_command: archiveCommand(home.wal),
  };
}

/**
 * For Postgres's shell: compresses a segment, waits for the disk, and gives it its name in one step. A file that is there
 * already is left alone: the same content is success (Postgres asks again after a crash), another one is a failure, for
 * then two servers write into one archive. gzip's own checksum later tells a damaged file.
 */
export function archiveCommand(walFolder: string): string {
  const folder = quoted(walFolder);
  const file = `${folder}/"%f.gz"`;
  return [
    'set -e',
    `if [ -e ${file} ]; then gzip -dc ${file} | cmp -s - "%p"; exit; fi`,
    `gzip -1 -c "%p" > ${file}.part`,
    `sync ${file}.part`,
    `ln ${file}.part ${file}`,
    `rm ${file}.part`,
    `sync ${folder}`,
  ].join('; ');
}

/** The way back. A damaged file ends the recovery (a status above 125); an absent one is the end of the archive. */
export function restoreCommand(walFolder: string): string {
  const file = `${quoted(walFolder)}/"%f.gz"`;
  return `[ -e ${file} ] || exit 1; gzip -dc ${file} > "%p" || exit 200`;
}

/** As one word of the shell; Postgres reads %% as a percent sign. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`).replaceAll('%', '%%')}'`;
}
