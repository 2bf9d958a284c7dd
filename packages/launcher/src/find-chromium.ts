import { existsSync, readFileSync } from 'node:fs';
import { findExecutable } from './find-executable.ts';
import type { Guard } from './guarded-spawn.ts';
import { runToEnd } from './run-to-end.ts';
import type { Steps } from './steps.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] as const;
const INSTALL = ['install', '-y', '--no-install-recommends', 'chromium'] as const;

/** `CHROMIUM_PATH`, else the first Chromium or Chrome on the search path; null when there is none. */
export function findChromium(environment: Readonly<Record<string, string | undefined>>): string | null {
  if (environment.CHROMIUM_PATH) return environment.CHROMIUM_PATH;
  for (const name of NAMES) {
    const found = findExecutable(name, environment.PATH ?? '');
    if (found !== null) return found;
  }
  return null;
}

/** Finds Chromium, or installs Debian's where that is possible; otherwise an error names the command. */
export async function ensureChromium(
  guard: Guard,
  steps: Steps,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const found = findChromium(environment);
  if (found !== null) return found;
  if (!(process.getuid?.() === 0 && isDebian())) throw new Error(NO_CHROMIUM);
  await steps.run('Chromium is installed', async () => {
    const apt = {
      command: 'apt-get',
      folder: '/',
      environment: { ...environment, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
    };
    await runToEnd(guard, { ...apt, args: ['-q', 'update'] }, NO_CHROMIUM);
    await runToEnd(guard, { ...apt, args: ['-q', ...INSTALL] }, NO_CHROMIUM);
  });
  const installed = findChromium(environment);
  if (installed === null) throw new Error(NO_CHROMIUM);
  return installed;
}

const NO_CHROMIUM = [
  'The browser tests need Chromium, and none was found. Either',
  `  install it, on Debian as root: apt-get update && apt-get ${INSTALL.join(' ')}`,
  '  or name one: CHROMIUM_PATH=/path/to/chromium npm test',
].join('\n');

function isDebian(): boolean {
  return (
    existsSync('/etc/os-release') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  );
}
