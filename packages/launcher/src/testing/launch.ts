import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentVariables } from '@fairgate/shared/config.ts';
import { vi } from 'vitest';
import { isAlive, type ProcessIdentity } from '../process-identity.ts';
import { REPOSITORY } from '../repository.ts';
import { inheritedEnvironment } from '../service-environment.ts';
import type { StoppableProcess } from '../stop-tree.ts';

const SOON_MS = 25_000;

/** The command line as a process of its own, with what it printed so far. */
export interface Launch {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly untilPrinted: (text: string) => Promise<void>;
  /** Resolves with the exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
}

export function launch(command: string, variables: Readonly<Record<string, string>>): Launch {
  const cli = join(REPOSITORY, 'packages', 'launcher', 'src', 'cli.ts');
  const child = spawn(process.execPath, [cli, command], {
    cwd: REPOSITORY,
    env: { ...inheritedEnvironment(environmentVariables()), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return {
    child,
    output: () => output,
    untilPrinted: (text) =>
      vi.waitFor(
        () => {
          if (!output.includes(text)) throw new Error(`"${text}" was not printed, but:\n${output}`);
        },
        { timeout: SOON_MS, interval: 50 },
      ),
    ended: once(child, 'close').then(([code, signal]) => code ?? signal),
  };
}

/** A data folder that the user who runs Postgres in place of root can pass. */
export function temporaryHome(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fairgate-launcher-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** The processes of a running start, as it recorded them; none after a proper end. */
export function recordedProcesses(home: string): readonly StoppableProcess[] {
  if (!existsSync(join(home, 'processes.json'))) return [];
  return JSON.parse(readFileSync(join(home, 'processes.json'), 'utf8')) as StoppableProcess[];
}

export async function untilGone(processes: readonly ProcessIdentity[], timeoutMs: number): Promise<void> {
  await vi.waitFor(
    () => {
      const living = processes.filter(isAlive);
      if (living.length > 0) throw new Error(`still alive: ${living.map(({ pid }) => pid).join(', ')}`);
    },
    { timeout: timeoutMs, interval: 50 },
  );
}
