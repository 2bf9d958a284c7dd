import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, openHome } from './home.ts';
import { isHomeInUse, lockHome } from './lock-home.ts';
import { identifyProcess } from './process-identity.ts';

let home: Home;
beforeEach(() => {
  home = openHome(mkdtempSync(join(tmpdir(), 'fairgate-lock-')));
});
afterEach(() => rmSync(home.folder, { recursive: true, force: true }));

const silent = (): void => undefined;

test('a folder is taken by one, and free again when it is given back', async () => {
  const unlock = await lockHome(home, silent);
  expect(isHomeInUse(home)).toBe(true);
  await expect(lockHome(home, silent)).rejects.toThrow(`already runs on ${home.folder} (pid ${process.pid})`);
  unlock();
  expect(isHomeInUse(home)).toBe(false);
  (await lockHome(home, silent))();
});

const own = identifyProcess(process.pid);
test.each([
  ['a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, startedAt: 'x' })],
  ['a stranger who has its pid now', JSON.stringify({ pid: process.pid, startedAt: `${own?.startedAt}0` })],
  ['nobody can tell who', 'no JSON'],
])('the lock of %s is replaced', async (_name, text) => {
  writeFileSync(home.lockFile, text);
  const unlock = await lockHome(home, silent);
  expect(JSON.parse(readFileSync(home.lockFile, 'utf8'))).toEqual(own);
  unlock();
  expect(readdirSync(home.folder).filter((name) => name.startsWith('lock'))).toEqual([]);
});

test('of many who find a stale lock, one takes it', async () => {
  writeFileSync(home.lockFile, JSON.stringify({ pid: 2 ** 22 + 1, startedAt: 'x' }));
  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockHome(home, silent)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
