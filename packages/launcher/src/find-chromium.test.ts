import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findChromium } from './find-chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairgate-chromium-'));
const chromium = join(folder, 'chromium');
writeFileSync(chromium, '');
writeFileSync(join(folder, 'google-chrome'), '');
chmodSync(chromium, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['the one that is named', { CHROMIUM_PATH: '/opt/chromium', PATH: folder }, '/opt/chromium'],
  ['one on the search path that may be run', { CHROMIUM_PATH: '', PATH: `/nowhere:${folder}` }, chromium],
  ['none', { PATH: '/nowhere' }, null],
])('finds %s', (_name, environment, found) => {
  expect(findChromium(environment)).toBe(found);
});
