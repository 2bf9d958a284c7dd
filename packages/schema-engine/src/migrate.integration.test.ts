import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { createScratchProject, type ScratchProject } from './testing/scratch-project.ts';

const VENUE = 'model Venue {\n  id   Int    @id\n  name String @unique\n}\n';
const VENUE_AND_SEAT = `${VENUE.replace('@unique\n', '@unique\n  seats Seat[]\n')}
model Seat {
  id      Int    @id
  label   String @db.Char(4)
  venueId Int
  venue   Venue  @relation(fields: [venueId], references: [id], onDelete: Cascade)

  @@unique([venueId, label])
}
`;
const CREATE_VENUE =
  'CREATE TABLE "Venue" (id int NOT NULL, name text NOT NULL, CONSTRAINT "Venue_pkey" PRIMARY KEY (id));';

let project: ScratchProject;
beforeEach(async () => {
  project = await createScratchProject(inject('stores').ownerDatabaseUrl);
  await project.writeSchema(VENUE);
});
afterEach(() => project.remove());

async function succeed(...args: string[]): Promise<string> {
  const { exitCode, output } = await project.prisma(args, { interactive: true });
  expect(output, `prisma ${args.join(' ')}`).not.toContain('Error');
  expect(exitCode).toBe(0);
  return output;
}

async function tables(): Promise<unknown[]> {
  const rows = await project.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
  return rows.map((row) => row.tablename);
}

describe('migrate deploy and status', () => {
  test('deploy creates the database, applies every migration once and in order', async () => {
    await project.writeMigration('20260101000000_venues', CREATE_VENUE);
    await project.writeMigration('20260102000000_halls', 'ALTER TABLE "Venue" ADD hall text;');
    expect(await succeed('migrate', 'deploy')).toContain('All migrations have been successfully applied');
    expect(await succeed('migrate', 'deploy')).toContain('No pending migrations to apply');
    const applied = await project.query('SELECT migration_name FROM _prisma_migrations ORDER BY started_at');
    expect(applied.map((row) => row.migration_name)).toEqual(await project.migrations());
    expect(await tables()).toEqual(['Venue', '_prisma_migrations']);
  });

  test('status names what is not yet applied and fails, then says that all is up to date', async () => {
    await project.writeMigration('20260101000000_venues', CREATE_VENUE);
    await succeed('migrate', 'deploy');
    expect(await succeed('migrate', 'status')).toContain('Database schema is up to date');
    await project.writeMigration('20260102000000_halls', 'ALTER TABLE "Venue" ADD hall text;');
    const behind = await project.prisma(['migrate', 'status']);
    expect(behind).toMatchObject({ exitCode: 1, output: expect.stringContaining('20260102000000_halls') });
  });

  test('two deploys at once apply each migration once', async () => {
    await project.query(`CREATE DATABASE ${new URL(project.databaseUrl).pathname.slice(1)}`, 'postgres');
    await project.writeMigration('20260101000000_venues', `${CREATE_VENUE} SELECT pg_sleep(1);`);
    await Promise.all([succeed('migrate', 'deploy'), succeed('migrate', 'deploy')]);
    expect(await project.query('SELECT migration_name FROM _prisma_migrations')).toHaveLength(1);
  });

  test('a semicolon inside a function body, a DO block or a string does not end a statement', async () => {
    await project.writeMigration(
      '20260101000000_functions',
      `CREATE TABLE note (body text NOT NULL DEFAULT 'a;b');
       CREATE FUNCTION add_note() RETURNS int LANGUAGE plpgsql AS $$
       BEGIN INSERT INTO note DEFAULT VALUES; RETURN 7; END $$;
       DO $block$ BEGIN PERFORM add_note(); PERFORM add_note(); END $block$;`,
    );
    await succeed('migrate', 'deploy');
    expect(await project.query('SELECT body FROM note')).toEqual([{ body: 'a;b' }, { body: 'a;b' }]);
  });

  test('a failed migration is named with its line and SQLSTATE, leaves nothing behind and blocks the next deploy', async () => {
    await project.writeMigration('20260101000000_broken', 'CREATE TABLE half (id int);\n\nSELEC 1;\n');
    const failed = await project.prisma(['migrate', 'deploy']);
    expect(failed.exitCode).toBe(1);
    for (const words of ['P3018', '20260101000000_broken (line 3', '42601'])
      expect(failed.output).toContain(words);
    expect(await tables()).toEqual(['_prisma_migrations']);
    expect((await project.prisma(['migrate', 'deploy'])).output).toContain('P3009');
    await succeed('migrate', 'resolve', '--rolled-back', '20260101000000_broken');
    await project.writeMigration('20260101000000_broken', 'CREATE TABLE whole (id int);');
    await succeed('migrate', 'deploy');
    expect(await tables()).toEqual(['_prisma_migrations', 'whole']);
  });

  test('a migration that waits for a table gives way to those who use it, and tries again', async () => {
    await project.writeMigration('20260101000000_venues', CREATE_VENUE);
    await succeed('migrate', 'deploy');
    await project.writeMigration('20260102000000_halls', 'ALTER TABLE "Venue" ADD hall text;');
    const connect = async () => {
      const client = new pg.Client({ connectionString: project.databaseUrl });
      await client.connect();
      return client;
    };
    const [slow, shop] = [await connect(), await connect()];
    await slow.query('BEGIN');
    await slow.query('SELECT FROM "Venue"');
    const migrating = succeed('migrate', 'deploy');
    // As every connection of the services sets it, and for longer than that.
    await shop.query("SET lock_timeout = '5s'");
    const untilMs = Date.now() + 9_000;
    while (Date.now() < untilMs) {
      await shop.query('SELECT FROM "Venue"');
      await setTimeout(50);
    }
    await slow.query('COMMIT');
    await migrating;
    await Promise.all([slow.end(), shop.end()]);
    expect(await project.query('SELECT hall FROM "Venue"')).toEqual([]);
  }, 60_000);
});

describe('migrate dev, reset and diff', () => {
  test('dev writes the migration that leads from the history to the schema, applies it, and drops its shadow database', async () => {
    await succeed('migrate', 'dev', '--name', 'venues');
    await project.writeSchema(VENUE_AND_SEAT);
    await succeed('migrate', 'dev', '--name', 'seats');
    const [first, second] = await project.migrations();
    expect(await project.readMigration(first!)).toContain('CREATE TABLE "Venue"');
    const seats = await project.readMigration(second!);
    expect(seats).toContain('CREATE TABLE "Seat"');
    expect(seats).not.toContain('CREATE TABLE "Venue"');
    expect(await tables()).toEqual(['Seat', 'Venue', '_prisma_migrations']);
    expect(await shadowDatabases()).toEqual([]);
  });

  test('dev refuses a migration that cannot be replayed, and drops its shadow database all the same', async () => {
    await project.writeMigration('20260101000000_broken', 'CREATE TABLE half (id int);\nSELECT 1/0;');
    const { exitCode, output } = await project.prisma(['migrate', 'dev', '--name', 'next'], {
      interactive: true,
    });
    expect(exitCode).toBe(1);
    expect(output).toMatch(/P3006|P3018/);
    expect(output).toContain('division by zero');
    expect(await shadowDatabases()).toEqual([]);
  });

  test('reset empties the database and applies the migrations again', async () => {
    await project.writeMigration('20260101000000_venues', CREATE_VENUE);
    await succeed('migrate', 'deploy');
    await project.query(`INSERT INTO "Venue" VALUES (1, 'Arena'); CREATE TABLE stray (id int)`);
    expect(await succeed('migrate', 'reset', '--force')).toContain('Database reset successful');
    expect(await tables()).toEqual(['Venue', '_prisma_migrations']);
    expect(await project.query('SELECT * FROM "Venue"')).toEqual([]);
  });

  test('diff prints the script from nothing to a file', async () => {
    await succeed('db', 'push');
    const script = await succeed(
      'migrate',
      'diff',
      '--from-empty',
      '--to-schema',
      'schema.prisma',
      '--script',
    );
    expect(script).toContain('CREATE TABLE "Venue"');
  });

  test.each([
    ['migrations', ['--from-migrations', 'migrations']],
    ['database', ['--from-config-datasource']],
  ])('diff from the %s: 0 when equal, 2 and the steps when not', async (_, from) => {
    await succeed('migrate', 'dev', '--name', 'venues');
    const diff = ['migrate', 'diff', ...from, '--to-schema', 'schema.prisma', '--script', '--exit-code'];
    expect(await project.prisma(diff)).toMatchObject({ exitCode: 0 });
    await project.writeSchema(VENUE_AND_SEAT);
    expect(await project.prisma(diff)).toMatchObject({
      exitCode: 2,
      output: expect.stringContaining('CREATE TABLE "Seat"'),
    });
  });
});

describe('db push, pull and execute', () => {
  test('what push makes, pull reads back: types, keys and what a deletion does', async () => {
    await project.writeSchema(VENUE_AND_SEAT);
    expect(await succeed('db', 'push')).toContain('Your database is now in sync');
    const pulled = await succeed('db', 'pull', '--print');
    for (const words of ['@db.Char(4)', 'onDelete: Cascade', '@@unique([venueId, label])', 'seats Seat[]']) {
      expect(pulled).toContain(words);
    }
  });

  test('execute runs several statements', async () => {
    await succeed('db', 'push');
    await project.writeMigration('script', 'CREATE TABLE one (id int); CREATE TABLE two (id int);');
    await succeed('db', 'execute', '--file', 'migrations/script/migration.sql');
    expect(await tables()).toEqual(['Venue', 'one', 'two']);
  });
});

async function shadowDatabases(): Promise<unknown[]> {
  return project.query("SELECT datname FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow_db_%'");
}
