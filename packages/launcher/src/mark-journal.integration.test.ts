import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MARKER_FILE, readMarker } from '@fairgate/shared/journal/journal-marker.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWorld, type World } from '../../../prisma/testing/open-world.ts';
import { markJournal, prepareJournal, readJournalFacts } from './mark-journal.ts';

let world: World;
let root: string;
let folder: string;
beforeEach(async () => {
  world = await openWorld({ tickets: 1 });
  root = mkdtempSync(join(tmpdir(), 'fairgate-mark-journal-'));
  folder = join(root, 'disk', 'journal');
});
afterEach(async () => {
  await world.close();
  rmSync(root, { recursive: true, force: true });
});

const prepare = () => prepareJournal(world.database.databaseUrl, folder);

test('the first start makes the folder with its marker, for its owner alone; the next ones find it', async () => {
  expect(await prepare()).toBeNull();
  expect(readdirSync(folder)).toEqual([MARKER_FILE]);
  expect([folder, join(folder, MARKER_FILE)].map((path) => statSync(path).mode & 0o777)).toEqual([
    0o700, 0o600,
  ]);
  await world.owner.query('update recovery_state set journal_on = true');
  expect(await prepare()).toBeNull();
});

test('while the journal is on, a missing marker is a missing disk: nothing is made, and it is said', async () => {
  await world.owner.query('update recovery_state set journal_on = true');
  expect(await prepare()).toContain(`${folder} has no ${MARKER_FILE}`);
  expect(existsSync(folder)).toBe(false);
  mkdirSync(folder, { recursive: true });
  expect(await prepare()).toContain('mount its disk');
  expect(readdirSync(folder)).toEqual([]);
});

test('a journal from before there were markers is told from a disk that is missing', async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'sales-1.jsonl'), '');
  await world.owner.query('update recovery_state set journal_on = true');
  expect(await prepare()).toContain('holds sales and no');
  const { installationId } = await readJournalFacts(world.database.databaseUrl);
  expect(await markJournal(folder, installationId)).toBe('made');
  expect(await prepare()).toBeNull();
});

test('the journal of another installation is not taken over', async () => {
  const other = '00000000-0000-4000-8000-000000000000';
  expect(await markJournal(folder, other)).toBe('made');
  expect(await markJournal(folder, other)).toBe('known');
  await expect(prepare()).rejects.toThrow('of installation 00000000');
  expect(await readMarker(folder, other)).toEqual({ kind: 'own' });
  const { installationId } = await readJournalFacts(world.database.databaseUrl);
  expect(await markJournal(folder, installationId, true)).toBe('made');
  expect(await prepare()).toBeNull();
});

test('an installation keeps its id through a recovery', async () => {
  const facts = () => readJournalFacts(world.database.databaseUrl);
  const { installationId } = await facts();
  await world.owner.query("select begin_recovery(now() - interval '1 minute')");
  expect((await facts()).installationId).toBe(installationId);
});
