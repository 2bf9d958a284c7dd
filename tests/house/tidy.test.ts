import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HOUSE_RULES, type TrackedFile } from './house-rules.ts';

const CHECKOUT = join(import.meta.dirname, '..', '..');
const TEXT = /\.(ts|mts|js|mjs|svelte|sql|lua)$/;

/** What git tracks and has not just been deleted. */
function trackedFiles(): readonly TrackedFile[] {
  const paths = execFileSync('git', ['ls-files', '-z'], { cwd: CHECKOUT, encoding: 'utf8' }).split('\0');
  return paths
    .filter((path) => path !== '' && existsSync(join(CHECKOUT, path)))
    .map((path) => ({ path, text: TEXT.test(path) ? readFileSync(join(CHECKOUT, path), 'utf8') : '' }));
}

const files = trackedFiles();

test('there is something to look at', () => {
  expect(files.map(({ path }) => path)).toContain('tests/house/tidy.test.ts');
});

test.each(Object.entries(HOUSE_RULES))('%s', (_, rule) => {
  const faults = files.flatMap((file) => rule(file).map((fault) => `${file.path}: ${fault}`));
  expect(faults).toEqual([]);
});
