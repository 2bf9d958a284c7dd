import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { REPOSITORY } from './repository.ts';

/** The data folder and the places in it. */
export interface Home {
  readonly folder: string;
  readonly postgres: string;
  readonly redis: string;
  readonly stripe: string;
  readonly mails: string;
  readonly logs: string;
  readonly secretsFile: string;
  readonly lockFile: string;
  /** The processes of the present start, for a later one that finds them left over. */
  readonly processesFile: string;
  /** Addresses and keys of the present start, for the commands that look at it. */
  readonly stackFile: string;
}

/** `FAIRGATE_HOME`, by default `.fairgate` in the checkout. */
export function homeFolder(environment: Readonly<Record<string, string>>): string {
  return resolve(environment.FAIRGATE_HOME || join(REPOSITORY, '.fairgate'));
}

export function openHome(folder: string): Home {
  const home: Home = {
    folder,
    postgres: join(folder, 'postgres'),
    redis: join(folder, 'redis'),
    stripe: join(folder, 'stripe'),
    mails: join(folder, 'mails'),
    logs: join(folder, 'logs'),
    secretsFile: join(folder, 'secrets.json'),
    lockFile: join(folder, 'lock.json'),
    processesFile: join(folder, 'processes.json'),
    stackFile: join(folder, 'stack.json'),
  };
  try {
    requirePlaceFor(folder);
    // Passable, for the user who runs Postgres in place of root; what is secret has a mode of its own.
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    for (const place of [home.stripe, home.mails, home.logs])
      mkdirSync(place, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new Error(
      `The data folder ${folder} cannot be used (${(error as Error).message}). Become its owner, or choose another, for example FAIRGATE_HOME=/var/tmp/fairgate`,
    );
  }
  return home;
}

/**
 * Throws where no folder can be made. Asked beforehand: inside of /proc the recursive mkdir of Node 24 never comes back,
 * and takes the signals with it.
 */
function requirePlaceFor(folder: string): void {
  let ancestor = folder;
  while (!existsSync(ancestor)) ancestor = dirname(ancestor);
  if (!statSync(ancestor).isDirectory()) throw new Error(`${ancestor} is not a folder`);
  // Root may write by the mode of /proc and /sys; their kernels make no folders all the same.
  if (/^\/(proc|sys)(\/|$)/.test(ancestor)) throw new Error(`${ancestor} keeps no folders`);
  accessSync(ancestor, constants.W_OK | constants.X_OK);
}
