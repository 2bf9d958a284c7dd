import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { engineCommit } from './load-engine.ts';
import {
  CHECKOUT,
  createScratchProject,
  ENGINE_BINARY,
  run,
  runPrisma,
  type ScratchProject,
} from './testing/scratch-project.ts';

const NO_FILTER = { externalTables: [], externalEnums: [] };
/** The engine's own number for its advisory lock. */
const LOCK_ID = 72707369;

let project: ScratchProject;
beforeEach(async () => {
  project = await createScratchProject(inject('stores').ownerDatabaseUrl);
  await project.writeSchema('model Venue {\n  id Int @id\n}\n');
});
afterEach(() => project.remove());

/** The engine itself, as the CLI's `cli` commands run it. */
function command(name: string, url = project.databaseUrl): ReturnType<typeof run> {
  return run(ENGINE_BINARY, ['--datasource', JSON.stringify({ url }), 'cli', name], project.folder);
}

function databaseName(): string {
  return new URL(project.databaseUrl).pathname.slice(1);
}

/** Somebody else's statement, running until it is ended. */
async function hold(sql: string): Promise<{ readonly end: () => Promise<void> }> {
  const ended = project.query(sql).catch(() => undefined);
  const others = `FROM pg_stat_activity WHERE datname = '${databaseName()}' AND state = 'active'`;
  await expect.poll(() => project.query(`SELECT 1 ${others}`, 'postgres')).toHaveLength(1);
  return {
    async end() {
      await project.query(`SELECT pg_terminate_backend(pid) ${others}`, 'postgres');
      await ended;
    },
  };
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function changed(part: 'password' | 'port'): Promise<string> {
  const url = new URL(project.databaseUrl);
  if (part === 'password') url.password = 'wrong';
  else url.port = String(await closedPort());
  return url.toString();
}

describe('failures to connect carry the code of Prisma’s error reference', () => {
  test.each([
    ['a wrong password', 'password', 'P1000'],
    ['a server that does not answer', 'port', 'P1001'],
  ] as const)('%s', async (_, part, code) => {
    const url = await changed(part);
    for (const args of [
      ['migrate', 'status'],
      ['migrate', 'deploy'],
      ['db', 'pull', '--print'],
    ]) {
      const { exitCode, output } = await project.prisma(args, { url });
      expect({ args, exitCode }).toEqual({ args, exitCode: 1 });
      expect(output).toContain(code);
    }
  });

  test('a database that does not exist is P1003, a schema other than public P1013', async () => {
    expect((await project.prisma(['migrate', 'status'])).output).toContain('P1003');
    const url = `${project.databaseUrl}?schema=other`;
    expect((await project.prisma(['migrate', 'deploy'], { url })).output).toContain('P1013');
  });
});

describe('commands', () => {
  test('create, connect, drop', async () => {
    expect(await command('can-connect-to-database')).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('"error_code":"P1003"'),
    });
    expect((await command('create-database')).exitCode).toBe(0);
    expect((await command('create-database')).exitCode).toBe(0);
    expect((await command('can-connect-to-database')).exitCode).toBe(0);
    expect((await command('drop-database')).exitCode).toBe(0);
    expect((await command('drop-database')).output).toContain('"error_code":"P1003"');
  });

  test('drop refuses while somebody is connected', async () => {
    await command('create-database');
    const holding = await hold('SELECT pg_sleep(60)');
    expect(await command('drop-database')).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('being accessed by other users'),
    });
    await holding.end();
  });

  test('an unknown command fails', async () => {
    expect(await command('paint-database')).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('unknown command'),
    });
  });
});

describe('one engine process', () => {
  test('holds no advisory lock between two requests, and ends when its input ends', async () => {
    await command('create-database');
    const engine = spawn(ENGINE_BINARY, ['--datasource', JSON.stringify({ url: project.databaseUrl })], {
      cwd: project.folder,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const lines = createInterface({ input: engine.stdout })[Symbol.asyncIterator]();
    const migrationsList = {
      baseDir: project.folder,
      lockfile: { path: 'migration_lock.toml', content: null },
      migrationDirectories: [],
      shadowDbInitScript: '',
    };
    for (const id of [1, 2]) {
      const params = { migrationsList, filters: NO_FILTER };
      engine.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method: 'applyMigrations', params })}\n`);
      const answer = await lines.next();
      expect(JSON.parse(answer.value ?? '')).toEqual({
        jsonrpc: '2.0',
        id,
        result: { appliedMigrationNames: [] },
      });
      expect(await project.query(`SELECT pg_try_advisory_lock(${LOCK_ID}) AS free`)).toEqual([
        { free: true },
      ]);
      expect(
        await project.query(`SELECT 1 FROM pg_stat_activity WHERE datname = '${databaseName()}'`, 'postgres'),
      ).toEqual([]);
    }
    engine.stdin.end();
    expect(await once(engine, 'exit')).toEqual([0, null]);
  });

  test('gives up after ten seconds when somebody else holds the lock', async () => {
    await command('create-database');
    await project.writeMigration('20260101000000_one', 'CREATE TABLE one (id int);');
    const holding = await hold(`SELECT pg_advisory_lock(${LOCK_ID}), pg_sleep(60)`);
    const { exitCode, output } = await project.prisma(['migrate', 'deploy']);
    expect({ exitCode, timedOut: output.includes('P1002') }).toEqual({ exitCode: 1, timedOut: true });
    await holding.end();
  });
});

describe('the executable', () => {
  test('--version ends with the commit of the engine', async () => {
    const { exitCode, output } = await run(ENGINE_BINARY, ['--version'], project.folder);
    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output: `schema-engine-cli ${await engineCommit()}\n`,
    });
  });

  test('works from a checkout whose path has spaces, called from another folder', async () => {
    const copy = join(project.folder, 'a check out');
    const engineFolder = join(copy, 'packages', 'schema-engine');
    await mkdir(engineFolder, { recursive: true });
    const original = join(CHECKOUT, 'packages', 'schema-engine');
    for (const part of ['bin', 'src', 'package.json']) {
      await cp(join(original, part), join(engineFolder, part), { recursive: true });
    }
    await symlink(join(original, 'node_modules'), join(engineFolder, 'node_modules'));
    await symlink(join(CHECKOUT, 'node_modules'), join(copy, 'node_modules'));
    await project.writeMigration('20260101000000_one', 'CREATE TABLE one (id int);');
    const engineBinary = join(engineFolder, 'bin', 'schema-engine');
    expect(await project.prisma(['migrate', 'deploy'], { engineBinary })).toMatchObject({ exitCode: 0 });
    expect(await project.query('SELECT * FROM one')).toEqual([]);
  });

  test('prisma.config.ts finds it, prefers the owner’s URL, and validates without any', async () => {
    const config = ['--config', join(CHECKOUT, 'prisma.config.ts')];
    const version = await runPrisma(['version', ...config], project.folder, {});
    expect(version.output).toContain(`schema-engine-cli ${await engineCommit()}`);
    expect(await runPrisma(['validate', ...config], project.folder, {})).toMatchObject({ exitCode: 0 });
    const status = await runPrisma(['migrate', 'status', ...config], project.folder, {
      MIGRATION_DATABASE_URL: project.databaseUrl,
      DATABASE_URL: await changed('port'),
    });
    expect(status.output).toContain(databaseName());
  });
});
