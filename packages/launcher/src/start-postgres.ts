import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findPostgres, type PostgresBinaries } from './find-postgres.ts';
import type { Guard } from './guarded-spawn.ts';
import { type Account, postgresAccount } from './postgres-account.ts';
import { reachableBinaries, reachableDataFolder } from './postgres-places.ts';
import { identifyProcess } from './process-identity.ts';
import { runToEnd } from './run-to-end.ts';
import { type SupervisedProcess, type SuperviseOptions, superviseProcess } from './supervise.ts';
import { archiveSettings, prepareBackupHome, type WalArchive } from './wal-archive.ts';

export const OWNER_ROLE = 'fairgate_owner';
export const DATABASE_NAME = 'fairgate';

const READY_WITHIN_MS = 60_000;
const CONNECT_TIMEOUT_MS = 2_000;
const LEFTOVER_ENDS_WITHIN_MS = 5_000;
/** A fast shutdown ends the sessions; the immediate one skips the checkpoint and is repaired at the next start. */
const STOP_SIGNALS = ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const;
const STOP_GRACE_MS = 4_000;

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  password_encryption: 'scram-sha-256',
} as const;

/**
 * For databases that nobody will miss: nothing waits for the disk. Commits are still written to the system before they
 * are confirmed, so that a kill -9 loses none of them; only a crash of the machine does.
 */
const FORGETFUL_SETTINGS = { fsync: 'off', full_page_writes: 'off' } as const;

export interface PostgresOptions {
  readonly guard: Guard;
  /** Holds the database in `data/`; created when it does not exist, resumed from when it does. */
  readonly dataFolder: string;
  readonly logFile: string;
  readonly port: number;
  readonly ownerPassword: string;
  /** False only where losing everything at a power cut is fine. */
  readonly fsync: boolean;
  readonly environment: Readonly<Record<string, string>>;
  /** Where the write-ahead log is kept besides; nowhere when not said. */
  readonly archive?: WalArchive | undefined;
  /** Further settings; they win over those that are made here. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly notice?: (sentence: string) => void;
  readonly supervise?: SuperviseOptions;
}

export interface RunningPostgres {
  readonly process: SupervisedProcess;
  readonly port: number;
  /** For the database `fairgate`, as its owner. */
  readonly ownerDatabaseUrl: string;
  readonly label: string;
}

/** Starts Postgres on 127.0.0.1 with the database `fairgate`, making or resuming its data folder. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const notice = options.notice ?? (() => undefined);
  const found = findPostgres();
  if (found === null) throw new Error(NO_POSTGRES);
  const account = postgresAccount(options.dataFolder);
  const binaries = reachableBinaries(found, account, notice);
  const place = reachableDataFolder(options.dataFolder, account, notice);
  const folder = join(place, 'data');
  if (!existsSync(folder)) await initialise(binaries, place, account, options);
  await removeStalePidFile(folder);

  if (options.archive) prepareBackupHome(options.archive.home, account);
  const settings = {
    ...SETTINGS,
    ...(options.fsync ? {} : FORGETFUL_SETTINGS),
    ...(options.archive && archiveSettings(options.archive)),
    ...options.settings,
    port: String(options.port),
  };
  const adminUrl = databaseUrl(options, 'postgres');
  const supervised = await superviseProcess(
    options.guard,
    {
      name: 'postgres',
      command: join(binaries.bin, 'postgres'),
      args: [
        '-D',
        folder,
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      environment: serverEnvironment(options.environment),
      folder,
      ...(account && { account }),
      logFile: options.logFile,
      stopSignals: STOP_SIGNALS,
      stopGraceMs: STOP_GRACE_MS,
      stopStage: 'stores',
      isReady: () => answers(adminUrl),
      readyWithinMs: READY_WITHIN_MS,
    },
    options.supervise,
  );
  await createDatabase(adminUrl);
  return {
    process: supervised,
    port: options.port,
    ownerDatabaseUrl: databaseUrl(options, DATABASE_NAME),
    label: binaries.label,
  };
}

const NO_POSTGRES = [
  'No Postgres was found for this machine. Either',
  '  set DATABASE_URL, for example DATABASE_URL=postgres://owner:password@127.0.0.1:5432/fairgate',
  '  or install one of version 15 or newer, on Debian: apt-get install postgresql',
].join('\n');

const WRONG_PASSWORD = '28P01';
const PASSWORD_OF_ANOTHER_DATABASE =
  'Postgres refuses the password in secrets.json: the data folder was made with another one. ' +
  'Put its own secrets.json back, or remove the data folder to start afresh.';

function databaseUrl(options: Pick<PostgresOptions, 'ownerPassword' | 'port'>, database: string): string {
  return `postgres://${OWNER_ROLE}:${encodeURIComponent(options.ownerPassword)}@127.0.0.1:${options.port}/${database}`;
}

/** Without the variables that libpq and the server read, and in a language whose messages can be searched for. */
function serverEnvironment(environment: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(environment).filter(
    ([name]) => !name.startsWith('PG') && !name.startsWith('LC_'),
  );
  return { ...Object.fromEntries(own), LANG: 'C', LC_ALL: 'C' };
}

/** initdb works in a folder beside, so that an interrupted one is never taken for a database. */
async function initialise(
  binaries: PostgresBinaries,
  place: string,
  account: Account | null,
  options: PostgresOptions,
): Promise<void> {
  const unfinished = join(place, 'unfinished');
  const passwordFile = join(place, 'password');
  rmSync(unfinished, { recursive: true, force: true });
  writeFileSync(passwordFile, `${options.ownerPassword}\n`, { mode: 0o600 });
  if (account !== null) chownSync(passwordFile, account.uid, account.gid);
  const args = ['-D', unfinished, '-U', OWNER_ROLE, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  args.push('--encoding=UTF8', '--no-locale', '--no-instructions', ...(options.fsync ? [] : ['--no-sync']));
  const program = {
    command: join(binaries.bin, 'initdb'),
    args,
    folder: place,
    environment: serverEnvironment(options.environment),
    ...(account && { account }),
  };
  await runToEnd(options.guard, program, `initdb could not make a database in ${place}`).finally(() =>
    rmSync(passwordFile, { force: true }),
  );
  renameSync(unfinished, join(place, 'data'));
}

/**
 * After a crash of the machine the pid in postmaster.pid may belong to anybody, and Postgres would then refuse to
 * start. Sessions of a postmaster that was killed end by themselves, within moments.
 */
async function removeStalePidFile(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  const deadline = Date.now() + LEFTOVER_ENDS_WITHIN_MS;
  while (existsSync(file)) {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    if (!(pid > 0 && identifyProcess(pid) !== null && isPostgres(pid))) return rmSync(file, { force: true });
    if (Date.now() > deadline) {
      throw new Error(`Postgres (pid ${pid}) already runs on ${folder}. Stop it first: kill -INT ${pid}`);
    }
    await sleep(100);
  }
}

function isPostgres(pid: number): boolean {
  const line = spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  return line === '' || line.includes('postgres');
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === WRONG_PASSWORD) throw new Error(PASSWORD_OF_ANOTHER_DATABASE);
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE_NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(DATABASE_NAME)}`);
  } finally {
    await client.end();
  }
}
