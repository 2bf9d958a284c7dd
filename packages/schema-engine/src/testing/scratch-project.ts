import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export const CHECKOUT = fileURLToPath(new URL('../../../../', import.meta.url));
export const ENGINE_BINARY = join(CHECKOUT, 'packages', 'schema-engine', 'bin', 'schema-engine');

const RUN_MILLIS_MAX = 25_000;
/** `migrate dev` wants to talk to a person; with a name for the migration it has nothing to ask. */
const AS_IF_ON_A_TERMINAL = ['--import', 'data:text/javascript,process.stdin.isTTY=true'];
export interface RunResult {
  readonly exitCode: number;
  /** What it wrote to stdout and stderr. */
  readonly output: string;
}

/** A Prisma project of a test's own: a folder whose name has a space in it, and a database not yet created. */
export interface ScratchProject {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly writeSchema: (models: string) => Promise<void>;
  readonly writeMigration: (name: string, sql: string) => Promise<void>;
  /** The folder names of the migrations, in order. */
  readonly migrations: () => Promise<string[]>;
  readonly readMigration: (name: string) => Promise<string>;
  /** Runs Prisma's CLI in the folder; `url` replaces the database's own. */
  readonly prisma: (args: readonly string[], options?: PrismaOptions) => Promise<RunResult>;
  readonly query: (sql: string, database?: string) => Promise<Record<string, unknown>[]>;
  readonly remove: () => Promise<void>;
}

export interface PrismaOptions {
  readonly url?: string;
  readonly engineBinary?: string;
  readonly interactive?: boolean;
}

export async function createScratchProject(ownerDatabaseUrl: string): Promise<ScratchProject> {
  const folder = await mkdtemp(join(tmpdir(), 'schema engine '));
  const name = `engine_${randomBytes(6).toString('hex')}`;
  const databaseUrl = onDatabase(ownerDatabaseUrl, name);
  const query: ScratchProject['query'] = async (sql, database = name) => {
    const client = new pg.Client({ connectionString: onDatabase(ownerDatabaseUrl, database) });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  return {
    folder,
    databaseUrl,
    query,
    writeSchema: (models) => writeFile(join(folder, 'schema.prisma'), withDatasource(models)),
    writeMigration: (migration, sql) => writeMigration(join(folder, 'migrations'), migration, sql),
    migrations: async () => {
      const names = await readdir(join(folder, 'migrations'));
      return names.filter((entry) => !entry.endsWith('.toml')).sort();
    },
    readMigration: (migration) => readFile(join(folder, 'migrations', migration, 'migration.sql'), 'utf8'),
    async prisma(args, { url = databaseUrl, engineBinary = ENGINE_BINARY, interactive = false } = {}) {
      await writeConfig(folder, url);
      return runPrisma(args, folder, { PRISMA_SCHEMA_ENGINE_BINARY: engineBinary }, interactive);
    },
    async remove() {
      await query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, 'postgres');
      await rm(folder, { recursive: true });
    },
  };
}

/** Prisma's CLI with nothing of this process's environment. */
export function runPrisma(
  args: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>>,
  interactive = false,
): Promise<RunResult> {
  const cli = join(CHECKOUT, 'node_modules', 'prisma', 'build', 'index.js');
  return run(process.execPath, [...(interactive ? AS_IF_ON_A_TERMINAL : []), cli, ...args], folder, {
    TERM: 'xterm',
    NO_COLOR: '1',
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    ...environment,
  });
}

/** Runs a program to its end; a failure is a result. */
export function run(
  file: string,
  args: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunResult> {
  const env = { HOME: folder, PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, ...environment };
  return new Promise((resolve) => {
    execFile(file, [...args], { cwd: folder, env, timeout: RUN_MILLIS_MAX }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ exitCode, output: `${stdout}${stderr}` });
    });
  });
}

export function onDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}

async function writeConfig(folder: string, url: string): Promise<void> {
  const config = { schema: 'schema.prisma', migrations: { path: 'migrations' }, datasource: { url } };
  await writeFile(join(folder, 'prisma.config.mjs'), `export default ${JSON.stringify(config)};\n`);
}

async function writeMigration(migrations: string, name: string, sql: string): Promise<void> {
  await mkdir(join(migrations, name), { recursive: true });
  await writeFile(join(migrations, name, 'migration.sql'), sql);
  await writeFile(join(migrations, 'migration_lock.toml'), 'provider = "postgresql"\n');
}

function withDatasource(models: string): string {
  return `datasource db {\n  provider = "postgresql"\n}\n\n${models}`;
}
