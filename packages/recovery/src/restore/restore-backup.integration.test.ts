import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startGuard } from '@fairgate/launcher/guarded-spawn.ts';
import { type Stack, startStack } from '@fairgate/launcher/stack.ts';
import { backupHome } from '@fairgate/launcher/wal-archive.ts';
import { environmentVariables } from '@fairgate/shared/config.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ArchiveFault } from '../archive/archive-fault.ts';
import { listBackups } from '../backup/backup-record.ts';
import { pruneBackups } from '../backup/prune-backups.ts';
import { takeBackup } from '../backup/take-backup.ts';
import { restoreBackup } from './restore-backup.ts';

const storesOnly = { gateway: 0, 'queue-worker': 0, 'payments-worker': 0 };
const STARTED_WITHIN_MS = 120_000;

let folder: string;
let stack: Stack;
const guard = startGuard();

function place(name: string): string {
  return join(folder, name);
}

const home = () => backupHome(place('backups'));

async function on<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
}

/** Commits a value and says when, by the server's clock. */
function note(url: string, value: string): Promise<Date> {
  return on(url, async (client) => {
    await client.query(
      'create table if not exists notes (value text, at timestamptz default clock_timestamp())',
    );
    const { rows } = await client.query<{ at: Date }>('insert into notes (value) values ($1) returning at', [
      value,
    ]);
    return rows[0]!.at;
  });
}

/** Everything written so far leaves the server, and the archive has it: the name of the last file. */
function archive(url: string): Promise<string> {
  return on(url, async (client) => {
    const { rows } = await client.query<{ segment: string }>(
      'select pg_walfile_name(pg_switch_wal()) as segment',
    );
    const file = `${rows[0]!.segment}.gz`;
    await expect.poll(() => readdirSync(home().wal).includes(file), { timeout: 30_000 }).toBe(true);
    return file;
  });
}

function restore(into: string, to: Date | null) {
  return restoreBackup({ home: home(), to, into, guard, environment: environmentVariables() });
}

/** The notes in a restored data folder, which starts as any other, archiving again. */
async function notesIn(into: string): Promise<string[]> {
  const restored = await startStack({
    home: into,
    services: storesOnly,
    archive: { home: home(), archiveSeconds: 60 },
  });
  try {
    return await on(restored.ownerDatabaseUrl!, async (client) => {
      const { rows } = await client.query<{ value: string }>('select value from notes order by at');
      return rows.map(({ value }) => value);
    });
  } finally {
    await restored.stop();
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairgate-restore-'));
  chmodSync(folder, 0o711);
  stack = await startStack({
    home: place('origin'),
    services: storesOnly,
    archive: { home: home(), archiveSeconds: 60 },
  });
}, STARTED_WITHIN_MS);

afterAll(async () => {
  await stack?.stop();
  await guard.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a base backup with the archived log restores to a moment and to the last commit, and damage is named', {
  timeout: 240_000,
}, async () => {
  const owner = stack.ownerDatabaseUrl!;
  await note(owner, 'before the backup');
  const secretsFile = join(place('origin'), 'secrets.json');
  const { folder: made, record } = await takeBackup({ ownerDatabaseUrl: owner, home: home(), secretsFile });
  expect(listBackups(home().base)).toEqual([{ folder: made, record }]);
  expect(statSync(join(made, 'secrets.json')).mode & 0o777).toBe(0o600);
  await note(owner, 'after the backup');
  await sleep(20);
  const moment = new Date();
  await sleep(20);
  await note(owner, 'a mistake');
  await archive(owner);
  await note(owner, 'on the way');
  const onTheWay = await archive(owner);
  await note(owner, 'the last');
  await archive(owner);

  const earlier = await restore(place('earlier'), moment);
  expect(Date.parse(earlier.restoredTo)).toBeLessThanOrEqual(moment.getTime());
  const latest = await restore(place('latest'), null);
  expect(latest.backup).toBe(record.label);

  await expect(restore(place('latest'), null)).rejects.toThrow('holds something already');
  await expect(restore(place('too-early'), new Date(0))).rejects.toThrow(
    'lies before the end of every base backup',
  );
  await expect(restore(place('too-late'), new Date(Date.now() + 3_600_000))).rejects.toThrow(
    'The archive ends before',
  );

  // Not the newest: what was restored to the end may have gone on from there, on a timeline of its own.
  const file = join(home().wal, onTheWay);
  const whole = readFileSync(file);
  const broken = Buffer.from(whole);
  broken[broken.length >> 1]! ^= 0xff;
  writeFileSync(file, broken);
  const damaged = await restore(place('damaged'), null).catch((error: unknown) => error);
  expect(damaged).toBeInstanceOf(ArchiveFault);
  expect((damaged as ArchiveFault).files).toEqual([onTheWay]);
  expect((await restore(place('before-damage'), moment)).restoredTo).toBe(earlier.restoredTo);
  writeFileSync(file, whole);

  const middle = `${record.stopSegment}.gz`;
  renameSync(join(home().wal, middle), place('hidden'));
  const missing = await restore(place('missing'), null).catch((error: unknown) => error);
  expect((missing as Error).message).toContain(`${middle} is missing`);
  renameSync(place('hidden'), join(home().wal, middle));

  expect(await notesIn(place('latest'))).toEqual([
    'before the backup',
    'after the backup',
    'a mistake',
    'on the way',
    'the last',
  ]);
  // What was restored to the end went on on a timeline of its own, which the archive now knows.
  expect(readdirSync(home().wal)).toContain('00000002.history.gz');
  expect(readFileSync(join(place('earlier'), 'restored.json'), 'utf8')).toContain(record.label);
});

test('only the newest backups stay, with the log from the oldest of them on', {
  timeout: 120_000,
}, async () => {
  const owner = stack.ownerDatabaseUrl!;
  const first = await takeBackup({ ownerDatabaseUrl: owner, home: home(), secretsFile: null });
  await note(owner, 'more');
  await archive(owner);
  const second = await takeBackup({ ownerDatabaseUrl: owner, home: home(), secretsFile: null });
  const pruned = pruneBackups(home(), 1);
  expect(pruned.backups).toContain(first.record.label);
  expect(listBackups(home().base).map(({ record }) => record.label)).toEqual([second.record.label]);
  const names = readdirSync(home().wal);
  expect(names).toContain(`${second.record.startSegment}.gz`);
  expect(names).not.toContain(`${first.record.startSegment}.gz`);
});

test('a server that archives nothing is refused, and the sentence says what to do', {
  timeout: 60_000,
}, async () => {
  const plain = await startStack({ services: storesOnly });
  try {
    const request = { ownerDatabaseUrl: plain.ownerDatabaseUrl!, home: home(), secretsFile: null };
    await expect(takeBackup(request)).rejects.toThrow('FAIRGATE_BACKUP_HOME');
  } finally {
    await plain.stop();
  }
});
