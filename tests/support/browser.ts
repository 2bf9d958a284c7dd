import { findChromium } from '@fairgate/launcher/find-chromium.ts';
import { environmentVariables } from '@fairgate/shared/config.ts';
import { type Browser, chromium } from 'playwright-core';

/** No sandbox, because the tests may run as root in a container; nothing that speaks to the world by itself. */
const flags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium(environmentVariables());
  if (executablePath === null)
    throw new Error('no Chromium: install one, or name it by CHROMIUM_PATH (npm test does both)');
  return chromium.launch({ executablePath, args: flags });
}
