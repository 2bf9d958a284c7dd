import { existsSync, readFileSync } from 'node:fs';
import { homeFolder, openHome } from './home.ts';
import { isHomeInUse } from './lock-home.ts';
import type { RunningInstallation } from './stack-options.ts';

/** What runs on the data folder now; null: nothing. */
export function runningInstallation(
  environment: Readonly<Record<string, string>>,
): RunningInstallation | null {
  const folder = homeFolder(environment);
  if (!existsSync(folder)) return null;
  const home = openHome(folder);
  if (!isHomeInUse(home) || !existsSync(home.stackFile)) return null;
  return JSON.parse(readFileSync(home.stackFile, 'utf8')) as RunningInstallation;
}
