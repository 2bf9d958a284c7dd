import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { anyFreePort } from '@fairgate/launcher/free-port.ts';
import type { Guard } from '@fairgate/launcher/guarded-spawn.ts';
import { openHome } from '@fairgate/launcher/home.ts';
import { postgresAccount } from '@fairgate/launcher/postgres-account.ts';
import { keepSecrets } from '@fairgate/launcher/secrets.ts';
import { inheritedEnvironment } from '@fairgate/launcher/service-environment.ts';
import { type RunningPostgres, startPostgres } from '@fairgate/launcher/start-postgres.ts';
import { restoreCommand } from '@fairgate/launcher/wal-archive.ts';
import pg from 'pg';
import { ArchiveFault } from '../archive/archive-fault.ts';
import { checkArchive } from '../archive/check-archive.ts';
import { historyName } from '../archive/wal-names.ts';
import { SECRETS_FILE } from '../backup/backup-record.ts';
import { type BackupWish, chooseBackup } from './choose-backup.ts';
import { giveTo, layOutCluster, refuseToOverwrite } from './lay-out-cluster.ts';

export interface RestoreRequest extends BackupWish {
  /** The new installation's data folder (its FAIRGATE_HOME); absent or empty. */
  readonly into: string;
  readonly guard: Guard;
  readonly environment: Readonly<Record<string, string>>;
  readonly say?: (sentence: string) => void;
}

export interface Restored {
  readonly into: string;
  readonly dataFolder: string;
  readonly backup: string;
  readonly segments: number;
  /** The commit time of the last transaction that was replayed; the base backup's end when there was none. */
  readonly restoredTo: string;
  readonly timeline: number;
}

/** What a restore leaves in the data folder for the replay that follows it. */
export const RESTORED_FILE = 'restored.json';

const RECOVERED_WITHIN_MS = 4 * 3600_000;
const LOOK_EVERY_MS = 100;

/**
 * Restores a base backup and replays the archived log to a time or to its end, on a Postgres of its own that is stopped
 * again at the end. Throws a sentence that names what is missing or damaged; `into` is then of no use.
 */
export async function restoreBackup(request: RestoreRequest): Promise<Restored> {
  const say = request.say ?? (() => undefined);
  refuseToOverwrite(request.into);
  const { folder, record, timeline } = chooseBackup(request);
  say(`base backup ${record.label}: ${record.files.length} files, ${megabytes(record.bytes)} MB`);
  const { segmentBytes, startSegment, stopSegment } = record;
  const stretch = await checkArchive(request.home.wal, segmentBytes, startSegment, stopSegment, timeline);
  // Postgres alone knows in which file a moment lies; it stops at a damaged one, and says when it does not come so far.
  if (stretch.faults.length > 0 && request.to === null) throw new ArchiveFault(stretch.faults);
  for (const { file, fault } of stretch.faults) say(`${file} ${fault}; a moment before it can be restored`);
  say(`${stretch.segments.length} segments of log are there and whole (timeline ${stretch.timeline})`);
  const dataFolder = await layOutCluster(folder, record, request.into, say);
  if (!existsSync(join(folder, SECRETS_FILE)))
    say(`the backup holds no secrets: put the installation's secrets.json into ${request.into}`);
  const postgres = await startRecovery(request, stretch.timeline).catch((error: Error) => {
    throw new Error(sentenceOf(error.message, request));
  });
  const recovered = await untilRecovered(postgres, request)
    .then(async (end) => {
      await beginRecovery(postgres.ownerDatabaseUrl, end.lastCommit ?? new Date(record.finishedAt));
      return end;
    })
    .finally(() => postgres.process.stop());
  announceTimeline(dataFolder, recovered.timeline);
  const restored: Restored = {
    into: request.into,
    dataFolder,
    backup: record.label,
    segments: stretch.segments.length,
    restoredTo: (recovered.lastCommit ?? new Date(record.finishedAt)).toISOString(),
    timeline: recovered.timeline,
  };
  writeFileSync(join(request.into, RESTORED_FILE), `${JSON.stringify(restored, null, 2)}\n`);
  return restored;
}

async function startRecovery(request: RestoreRequest, timeline: number): Promise<RunningPostgres> {
  const home = openHome(request.into);
  const target = request.to === null ? {} : { recovery_target_time: settingOf(request.to) };
  return startPostgres({
    guard: request.guard,
    dataFolder: home.postgres,
    logFile: join(home.logs, 'postgres.log'),
    port: await anyFreePort(),
    ownerPassword: keepSecrets(home.secretsFile).postgresOwnerPassword,
    fsync: true,
    environment: inheritedEnvironment(request.environment),
    settings: {
      ...target,
      archive_mode: 'off',
      restore_command: restoreCommand(request.home.wal),
      recovery_target_timeline: String(timeline),
      recovery_target_action: 'promote',
      // Reading ahead would stop at a damaged file behind the moment.
      recovery_prefetch: 'off',
    },
  });
}

interface Recovered {
  readonly timeline: number;
  readonly lastCommit: Date | null;
}

async function untilRecovered(postgres: RunningPostgres, request: RestoreRequest): Promise<Recovered> {
  const until = Date.now() + RECOVERED_WITHIN_MS;
  while (Date.now() < until) {
    const recovered = await askRecovered(postgres.ownerDatabaseUrl);
    if (recovered !== null) return recovered;
    const fault = fatalLine(join(openHome(request.into).logs, 'postgres.log'));
    if (fault !== null) throw new Error(sentenceOf(fault, request));
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error(`the recovery took longer than ${RECOVERED_WITHIN_MS / 3600_000} hours`);
}

/** null: not yet. */
async function askRecovered(url: string): Promise<Recovered | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Recovered & { busy: boolean }>(
      `select pg_is_in_recovery() as busy, pg_last_xact_replay_timestamp() as "lastCommit",
         ('x' || substr(case when pg_is_in_recovery() then '0' else pg_walfile_name(pg_current_wal_lsn()) end, 1, 8))::bit(32)::int as timeline`,
    );
    const [row] = rows;
    return row === undefined || row.busy ? null : { timeline: row.timeline, lastCommit: row.lastCommit };
  } catch {
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Sales are shut before anything else can reach the database, and epochs begin anew. */
async function beginRecovery(url: string, restoredTo: Date): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ known: boolean }>(
      "select to_regprocedure('begin_recovery(timestamptz)') is not null as known",
    );
    if (rows[0]?.known === true) await client.query('select begin_recovery($1)', [restoredTo]);
  } finally {
    await client.end();
  }
}

const STILL_STARTING = /the database system is (starting up|not yet accepting|shutting down)/;

function fatalLine(logFile: string): string | null {
  const lines = existsSync(logFile) ? readFileSync(logFile, 'utf8').split('\n') : [];
  return lines.find((line) => /(FATAL|PANIC):/.test(line) && !STILL_STARTING.test(line)) ?? null;
}

function sentenceOf(fault: string, request: RestoreRequest): string {
  if (!fault.includes('recovery ended before configured recovery target'))
    return `Postgres could not recover: ${fault}`;
  return (
    `The archive ends before ${request.to?.toISOString()}. Restore to its end with --to latest, ` +
    `or to an earlier time.\n${fault}`
  );
}

/**
 * The new timeline's history reaches the archive with the first log of a server that archives again; a restore that
 * was only looked at leaves no trace there.
 */
function announceTimeline(dataFolder: string, timeline: number): void {
  const name = historyName(timeline);
  if (!existsSync(join(dataFolder, 'pg_wal', name))) return;
  const ready = join(dataFolder, 'pg_wal', 'archive_status', `${name}.ready`);
  writeFileSync(ready, '', { mode: 0o600 });
  giveTo(postgresAccount(dataFolder), ready);
}

/** As Postgres's settings take a time: they know no Z. */
function settingOf(at: Date): string {
  return at.toISOString().replace('T', ' ').replace('Z', '+00');
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
