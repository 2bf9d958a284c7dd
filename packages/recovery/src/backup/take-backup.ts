import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { BackupHome } from '@fairgate/launcher/wal-archive.ts';
import pg from 'pg';
import {
  type BackupRecord,
  CLUSTER_FOLDER,
  type CopiedFile,
  RECORD_FILE,
  SECRETS_FILE,
} from './backup-record.ts';
import { copyFile, inLanes, listCluster, syncFolder } from './copy-cluster.ts';

export interface BackupRequest {
  /** A role that may call pg_backup_start and read data_directory: the superuser, or one with pg_monitor and the grants. */
  readonly ownerDatabaseUrl: string;
  readonly home: BackupHome;
  /** The installation's secrets, kept beside; without them a restored database opens to nobody. null: kept elsewhere. */
  readonly secretsFile: string | null;
  /** Where the server's data folder is to be found here; by default where the server says. */
  readonly dataFolder?: string | undefined;
}

/** How long the end of a backup waits for the archive to have its log. */
const ARCHIVED_WITHIN_MS = 120_000;
const LANES = 4;

interface ServerFacts {
  readonly dataFolder: string;
  readonly systemIdentifier: string;
  readonly postgresMajor: number;
  readonly segmentBytes: number;
  readonly archiveMode: string;
}

/**
 * A base backup of a running server by its low-level API: one connection brackets the copy, and the log that was written
 * meanwhile repairs what was copied half-changed. Appears under its name only when whole. Throws a sentence that names
 * what is missing.
 */
export async function takeBackup(
  request: BackupRequest,
): Promise<{ readonly folder: string; readonly record: BackupRecord }> {
  const client = new pg.Client({ connectionString: request.ownerDatabaseUrl, application_name: 'backup' });
  await client.connect();
  try {
    const facts = await readFacts(client);
    const dataFolder = request.dataFolder ?? facts.dataFolder;
    refuseWhatCannotWork(facts, dataFolder);
    const startedAt = new Date();
    const name = startedAt.toISOString().replaceAll(/[-:]/g, '');
    const unfinished = join(request.home.base, `.${name}`);
    mkdirSync(join(unfinished, CLUSTER_FOLDER), { recursive: true, mode: 0o700 });
    try {
      const record = await copyBracketed(client, facts, dataFolder, unfinished, startedAt, name);
      if (request.secretsFile !== null && existsSync(request.secretsFile)) {
        copyFileSync(request.secretsFile, join(unfinished, SECRETS_FILE));
        chmodSync(join(unfinished, SECRETS_FILE), 0o600);
      }
      writeFileSync(join(unfinished, RECORD_FILE), `${JSON.stringify(record, null, 1)}\n`, { flush: true });
      await syncFolder(unfinished);
      const folder = join(request.home.base, name);
      renameSync(unfinished, folder);
      await syncFolder(request.home.base);
      return { folder, record };
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      throw error;
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function readFacts(client: pg.Client): Promise<ServerFacts> {
  const { rows } = await client.query<ServerFacts>(
    `select current_setting('data_directory') as "dataFolder", (select system_identifier::text from pg_control_system()) as "systemIdentifier",
       current_setting('server_version_num')::int / 10000 as "postgresMajor",
       pg_size_bytes(current_setting('wal_segment_size'))::int as "segmentBytes", current_setting('archive_mode') as "archiveMode"`,
  );
  const [facts] = rows;
  if (facts === undefined) throw new Error('the server told nothing of itself');
  return facts;
}

function refuseWhatCannotWork(
  { archiveMode, systemIdentifier, dataFolder: told }: ServerFacts,
  dataFolder: string,
): void {
  if (archiveMode === 'off') {
    throw new Error(
      'This server archives no log, and a base backup alone restores nothing. Start with FAIRGATE_BACKUP_HOME, or, on a ' +
        'server of your own, set archive_mode and archive_command (docs/recovery.md) and restart it.',
    );
  }
  if (identifierOf(dataFolder) === systemIdentifier) return;
  throw new Error(
    `The server's data folder ${told} cannot be read here (looked in ${dataFolder}). Run the command on the server's own ` +
      'machine as a user who can read it, name another mount of it with --data-folder, or use pg_basebackup with the same archive.',
  );
}

/** The number by which a cluster is told from every other, at the head of its control file; null: not to be read. */
function identifierOf(dataFolder: string): string | null {
  try {
    const file = openSync(join(dataFolder, 'global', 'pg_control'), 'r');
    const head = Buffer.alloc(8);
    readSync(file, head, 0, 8, 0);
    closeSync(file);
    return head.readBigUInt64LE().toString();
  } catch {
    return null;
  }
}

async function copyBracketed(
  client: pg.Client,
  facts: ServerFacts,
  dataFolder: string,
  unfinished: string,
  startedAt: Date,
  label: string,
): Promise<BackupRecord> {
  const cluster = join(unfinished, CLUSTER_FOLDER);
  const { rows: begun } = await client.query<{ segment: string }>(
    'select pg_walfile_name(pg_backup_start($1, true)) as segment',
    [label],
  );
  const content = listCluster(dataFolder);
  const files: CopiedFile[] = [];
  // The control file comes last: it must not be older than what it describes.
  const inOrder = content.files.filter((path) => path !== 'global/pg_control');
  await inLanes([...inOrder], LANES, async (path) => {
    const copied = await copyFile(join(dataFolder, path), join(cluster, path), path);
    if (copied !== null) files.push(copied);
  });
  const control = await copyFile(
    join(dataFolder, 'global/pg_control'),
    join(cluster, 'global/pg_control'),
    'global/pg_control',
  );
  if (control === null) throw new Error(`${dataFolder} has no control file`);
  files.push(control);
  const stopped = await stopBackup(client);
  files.push(await writeBeside(cluster, 'backup_label', stopped.label));
  if (stopped.spaces !== '') files.push(await writeBeside(cluster, 'tablespace_map', stopped.spaces));
  return {
    label,
    systemIdentifier: facts.systemIdentifier,
    postgresMajor: facts.postgresMajor,
    segmentBytes: facts.segmentBytes,
    startedAt: startedAt.toISOString(),
    finishedAt: stopped.at.toISOString(),
    startSegment: begun[0]?.segment ?? '',
    stopSegment: stopped.segment,
    stopLsn: stopped.lsn,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    folders: content.folders,
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

interface StoppedBackup {
  readonly label: string;
  readonly spaces: string;
  readonly segment: string;
  readonly lsn: string;
  readonly at: Date;
}

/** Resolves once the archive holds all the log that the backup needs. */
async function stopBackup(client: pg.Client): Promise<StoppedBackup> {
  await client.query(`set statement_timeout = ${ARCHIVED_WITHIN_MS}`);
  try {
    const { rows } = await client.query<StoppedBackup>(
      // An end at a segment's first byte has its last log in the segment before.
      `select labelfile as label, spcmapfile as spaces, pg_walfile_name(lsn - 1) as segment, lsn::text as lsn,
         clock_timestamp() as at
       from pg_backup_stop(wait_for_archive => true)`,
    );
    const [stopped] = rows;
    if (stopped === undefined) throw new Error('pg_backup_stop answered nothing');
    return stopped;
  } catch (error) {
    if ((error as { code?: string }).code !== '57014') throw error;
    const { rows } = await client.query<{ wal: string | null }>(
      'select last_failed_wal as wal from pg_stat_archiver',
    );
    throw new Error(
      `The log of the backup was not archived within ${ARCHIVED_WITHIN_MS / 1000} s (last failure: ${rows[0]?.wal ?? 'none'}). ` +
        "Look into Postgres's log: the disk may be full, or the folder gone.",
    );
  }
}

async function writeBeside(cluster: string, path: string, text: string): Promise<CopiedFile> {
  const source = join(cluster, `${path}.new`);
  writeFileSync(source, text, { flush: true, mode: 0o600 });
  const copied = await copyFile(source, join(cluster, path), path);
  rmSync(source);
  if (copied === null) throw new Error(`${path} could not be written`);
  return copied;
}
