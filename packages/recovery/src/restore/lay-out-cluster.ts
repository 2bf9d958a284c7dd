import { chownSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openHome } from '@fairgate/launcher/home.ts';
import { type Account, postgresAccount } from '@fairgate/launcher/postgres-account.ts';
import { reachableDataFolder } from '@fairgate/launcher/postgres-places.ts';
import { type BackupRecord, CLUSTER_FOLDER, SECRETS_FILE } from '../backup/backup-record.ts';
import { copyFile, inLanes } from '../backup/copy-cluster.ts';

const LANES = 4;

/** Throws unless the folder is absent or empty: a restore never writes over anything. */
export function refuseToOverwrite(into: string): void {
  if (existsSync(into) && readdirSync(into).length > 0)
    throw new Error(`${into} holds something already; a restore goes into a new or an empty folder`);
}

/**
 * Lays a base backup out as the data folder of an installation, each file checked against the hash that it was copied
 * with. Returns Postgres's own data folder in it. Throws with the names of damaged files.
 */
export async function layOutCluster(
  backupFolder: string,
  record: BackupRecord,
  into: string,
  notice: (sentence: string) => void,
): Promise<string> {
  refuseToOverwrite(into);
  const home = openHome(into);
  const account = postgresAccount(home.postgres);
  const place = reachableDataFolder(home.postgres, account, notice);
  const data = join(place, 'data');
  mkdirSync(data, { mode: 0o700 });
  giveTo(account, data);
  for (const folder of record.folders) {
    mkdirSync(join(data, folder), { recursive: true, mode: 0o700 });
    giveTo(account, join(data, folder));
  }
  const damaged: string[] = [];
  await inLanes(record.files, LANES, async ({ path, bytes, sha256 }) => {
    const copied = await copyFile(join(backupFolder, CLUSTER_FOLDER, path), join(data, path), path);
    if (copied === null || copied.bytes !== bytes || copied.sha256 !== sha256) damaged.push(path);
    else giveTo(account, join(data, path));
  });
  if (damaged.length > 0) {
    rmSync(data, { recursive: true, force: true });
    throw new Error(
      `The base backup ${record.label} is damaged: ${damaged.slice(0, 5).join(', ')}${damaged.length > 5 ? ' …' : ''}. Restore from an older one (--backup <name>).`,
    );
  }
  writeFileSync(join(data, 'recovery.signal'), '');
  giveTo(account, join(data, 'recovery.signal'));
  const secrets = join(backupFolder, SECRETS_FILE);
  if (existsSync(secrets)) copyFileSync(secrets, home.secretsFile);
  return data;
}

export function giveTo(account: Account | null, path: string): void {
  if (account !== null) chownSync(path, account.uid, account.gid);
}
