import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the cluster as it was copied. */
export interface CopiedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a base backup says of itself, in backup.json; a backup without it is unfinished. */
export interface BackupRecord {
  readonly label: string;
  readonly systemIdentifier: string;
  readonly postgresMajor: number;
  readonly segmentBytes: number;
  readonly startedAt: string;
  /** No earlier time can be restored from it. */
  readonly finishedAt: string;
  readonly startSegment: string;
  /** It is consistent only once the log up to here is replayed. */
  readonly stopSegment: string;
  /** Where in it; earlier versions did not note it. */
  readonly stopLsn?: string;
  readonly bytes: number;
  readonly folders: readonly string[];
  readonly files: readonly CopiedFile[];
}

export const RECORD_FILE = 'backup.json';
export const CLUSTER_FOLDER = 'cluster';
export const SECRETS_FILE = 'secrets.json';

/** Finished base backups, oldest first. */
export function listBackups(
  baseFolder: string,
): readonly { readonly folder: string; readonly record: BackupRecord }[] {
  if (!existsSync(baseFolder)) return [];
  return readdirSync(baseFolder)
    .sort()
    .map((name) => join(baseFolder, name))
    .filter((folder) => existsSync(join(folder, RECORD_FILE)))
    .map((folder) => ({
      folder,
      record: JSON.parse(readFileSync(join(folder, RECORD_FILE), 'utf8')) as BackupRecord,
    }));
}
