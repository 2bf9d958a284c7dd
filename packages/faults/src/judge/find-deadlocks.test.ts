import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findDeadlocks } from './find-deadlocks.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairgate-deadlocks-'));
afterAll(() => rmSync(folder, { recursive: true }));
const log = join(folder, 'postgres.log');

test('a log without dead-locks is right', () => {
  writeFileSync(log, 'LOG:  checkpoint starting\n');
  expect(findDeadlocks(log)).toEqual([]);
});

test('a dead-lock is found', () => {
  writeFileSync(log, 'LOG:  checkpoint starting\nERROR:  deadlock detected\n');
  expect(findDeadlocks(log)).toMatchObject([
    { rule: 'no dead-lock', evidence: ['ERROR:  deadlock detected'] },
  ]);
});

test('a log that is not there proves nothing', () => {
  expect(findDeadlocks(join(folder, 'none.log'))).toMatchObject([{ rule: 'no dead-lock' }]);
});
