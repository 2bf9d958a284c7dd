import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureChromium } from './find-chromium.ts';
import { type Guard, startGuard } from './guarded-spawn.ts';
import { quietSteps } from './steps.ts';

const canInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version');

let guard: Guard;
let folder: string;

beforeAll(() => {
  guard = startGuard();
  folder = mkdtempSync(join(tmpdir(), 'fairgate-chromium-'));
});

afterAll(async () => {
  await guard.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An apt-get that writes down how it was called and "installs" a file. */
function aptGet(script: string): Record<string, string> {
  writeFileSync(join(folder, 'apt-get'), `#!/bin/sh\necho "$@" >> "${folder}/calls"\n${script}\n`, {
    mode: 0o755,
  });
  return { PATH: folder };
}

test.runIf(canInstall)('as root on Debian a missing Chromium is installed', async () => {
  const environment = aptGet(
    `[ "$2" = update ] || { : > "${folder}/chromium"; /bin/chmod 755 "${folder}/chromium"; }`,
  );
  expect(await ensureChromium(guard, quietSteps, environment)).toBe(join(folder, 'chromium'));
  expect(readFileSync(join(folder, 'calls'), 'utf8')).toBe(
    '-q update\n-q install -y --no-install-recommends chromium\n',
  );
  rmSync(join(folder, 'chromium'));
});

test('where it cannot be installed the error names the command', async () => {
  const environment = aptGet('echo no network; exit 100');
  await expect(ensureChromium(guard, quietSteps, environment)).rejects.toThrow(
    /apt-get update && apt-get install -y --no-install-recommends chromium\n.*CHROMIUM_PATH=/,
  );
});
