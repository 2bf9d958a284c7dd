import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openHome } from './home.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairgate-home-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(['/proc/nope', '/proc/nope/deeper', '/proc', '/sys/nope', '/dev/null/nope'])(
  'a data folder that cannot be made is refused at once: %s',
  (place) => {
    expect(() => openHome(place)).toThrow(`The data folder ${place} cannot be used`);
  },
);

test('a file is no data folder, and none is made below it', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(() => openHome(file)).toThrow('is not a folder');
  expect(() => openHome(join(file, 'a', 'b'))).toThrow('is not a folder');
});

test('a data folder is made, however deep', () => {
  const home = openHome(join(folder, 'a', 'b', 'c'));
  expect([home.logs, home.mails, home.stripe].every((place) => existsSync(place))).toBe(true);
});
