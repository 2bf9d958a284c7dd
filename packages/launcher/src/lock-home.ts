import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Home } from './home.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';
import { type StoppableProcess, stopInStages } from './stop-tree.ts';

const TRIES_MAX = 5;

/**
 * Takes the data folder for this process. Throws when a living launcher has it. A lock whose process is gone is
 * replaced, and the processes that it left (launcher and watcher were both killed) are stopped first.
 * Returns what gives the folder back.
 */
export async function lockHome(home: Home, notice: (sentence: string) => void): Promise<() => void> {
  const self = identifyProcess(process.pid);
  if (self === null) throw new Error('this process cannot be identified: is /proc mounted?');
  const own = `${home.lockFile}.${process.pid}`;
  writeFileSync(own, JSON.stringify(self), { mode: 0o644 });
  try {
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      if (tryLink(own, home.lockFile)) {
        await stopLeftovers(home, notice);
        return () => rmSync(home.lockFile, { force: true });
      }
      const holder = readIdentity(home.lockFile);
      if (holder !== null && isAlive(holder)) {
        throw new Error(
          `Fairgate already runs on ${home.folder} (pid ${holder.pid}). Stop it first (kill ${holder.pid}), or choose ` +
            'another data folder, for example: FAIRGATE_HOME=/var/tmp/fairgate-2 npm start',
        );
      }
      removeStale(home.lockFile, own, holder);
    }
    throw new Error(`${home.lockFile} could not be taken; remove it and start again`);
  } finally {
    rmSync(own, { force: true });
  }
}

/** Whether a launcher lives on this folder now. */
export function isHomeInUse(home: Home): boolean {
  const holder = readIdentity(home.lockFile);
  return holder !== null && isAlive(holder);
}

function tryLink(own: string, lockFile: string): boolean {
  try {
    linkSync(own, lockFile);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Two starts may see the same stale lock: only the one whose rename caught that very file has removed it. */
function removeStale(lockFile: string, own: string, holder: ProcessIdentity | null): void {
  const caught = `${own}.stale`;
  try {
    renameSync(lockFile, caught);
  } catch {
    return;
  }
  const found = readIdentity(caught);
  if (found !== null && found.startedAt !== holder?.startedAt && isAlive(found)) tryLink(caught, lockFile);
  rmSync(caught, { force: true });
}

function readIdentity(file: string): ProcessIdentity | null {
  try {
    const { pid, startedAt } = JSON.parse(readFileSync(file, 'utf8')) as Partial<ProcessIdentity>;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : null;
  } catch {
    return null;
  }
}

async function stopLeftovers(home: Home, notice: (sentence: string) => void): Promise<void> {
  let recorded: StoppableProcess[];
  try {
    recorded = JSON.parse(readFileSync(home.processesFile, 'utf8')) as StoppableProcess[];
  } catch {
    return;
  }
  const living = recorded.filter(isAlive);
  if (living.length > 0)
    notice(`an earlier start was killed; stopping the ${living.length} processes it left`);
  await stopInStages(living);
  rmSync(home.processesFile, { force: true });
}
