import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { GuardLine } from './guard.ts';
import { identifyProcess, isAlive } from './process-identity.ts';
import { type StoppableProcess, type StopStage, stopTree } from './stop-tree.ts';

/**
 * The child waits for a word on descriptor 3 before it becomes the command, so that its pid is with the watcher
 * before it does anything; a launcher that dies in between closes the pipe, and the child ends.
 */
const WAIT_FOR_WORD = 'read -r word <&3 || exit 125; exec 3<&-; exec "$@"';

export interface SpawnPlan {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the child. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Where what the child prints goes: an open file descriptor, a pipe to read, or this terminal. */
  readonly output: number | 'pipe' | 'inherit';
  readonly account?: { readonly uid: number; readonly gid: number };
  readonly stopSignals: readonly NodeJS.Signals[];
  readonly stopGraceMs: number;
  readonly stopStage: StopStage;
}

export interface GuardedProcess {
  readonly pid: number;
  readonly child: ChildProcess;
  /** Resolves with `exit code 1` or `signal SIGKILL`. */
  readonly exited: Promise<string>;
  /** The same, once all its output is read. */
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
}

export interface Guard {
  readonly spawn: (plan: SpawnPlan) => Promise<GuardedProcess>;
  /** Removes a folder when the launcher ends, even by kill -9. */
  readonly removeAtEnd: (folder: string) => Promise<void>;
  readonly isClosing: () => boolean;
  /** Stops what still runs, stage after stage, removes the temporary folders and ends the watcher. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the watcher process. `recordFile`, when given, lists the living processes for a later start that finds
 * both launcher and watcher killed.
 */
export function startGuard(recordFile?: string): Guard {
  const lines: GuardLine[] = [];
  let closed: Promise<void> | null = null;
  let watcher = startWatcher();

  function startWatcher(): ChildProcess {
    const child = spawn(process.execPath, [fileURLToPath(new URL('./guard.ts', import.meta.url))], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: '/',
    });
    child.unref();
    (child.stdin as Writable & { unref?: () => void }).unref?.();
    child.stdin?.on('error', () => undefined);
    child.once('exit', () => {
      if (closed !== null) return;
      watcher = startWatcher();
      for (const line of lines) watcher.stdin?.write(`${JSON.stringify(line)}\n`);
    });
    return child;
  }

  /** Resolves when the kernel has the line: from then on it reaches the watcher whatever happens here. */
  async function tell(line: GuardLine): Promise<void> {
    lines.push(line);
    const { stdin } = watcher;
    if (!stdin) throw new Error('the watcher process has no input');
    await new Promise<void>((resolve) => stdin.write(`${JSON.stringify(line)}\n`, () => resolve()));
  }

  function record(): void {
    if (recordFile === undefined) return;
    const living = lines.flatMap((line) => ('watch' in line && isAlive(line.watch) ? [line.watch] : []));
    // Whole or not at all: after a kill -9 it is all that the next start has.
    writeFileSync(`${recordFile}.new`, JSON.stringify(living), { mode: 0o600 });
    renameSync(`${recordFile}.new`, recordFile);
  }

  async function endWatcher(): Promise<void> {
    const ended = watcher.exitCode === null ? once(watcher, 'exit') : Promise.resolve();
    watcher.ref();
    watcher.stdin?.end();
    await ended;
    if (recordFile !== undefined) rmSync(recordFile, { force: true });
  }

  return {
    async spawn(plan) {
      if (closed !== null) throw new Error('the launcher is stopping; nothing new is started');
      const child = spawnWaiting(plan);
      const exited = once(child, 'exit').then(describeEnd);
      const ended = once(child, 'close').then(describeEnd);
      for (const promise of [exited, ended]) promise.catch(() => undefined);
      const identity = child.pid === undefined ? null : identifyProcess(child.pid);
      if (identity === null) {
        await exited;
        throw new Error(`${plan.command} ended before it began`);
      }
      const target: StoppableProcess = {
        ...identity,
        signals: plan.stopSignals,
        graceMs: plan.stopGraceMs,
        stage: plan.stopStage,
      };
      await tell({ watch: target });
      record();
      const word = child.stdio[3] as Writable;
      word.on('error', () => undefined);
      word.end('go\n');
      return { pid: identity.pid, child, exited, ended, stop: () => stopTree(target) };
    },
    removeAtEnd: (folder) => tell({ removeFolder: folder }),
    isClosing: () => closed !== null,
    close() {
      closed ??= endWatcher();
      return closed;
    },
  };
}

function describeEnd([code, signal]: readonly unknown[]): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}

function spawnWaiting(plan: SpawnPlan): ChildProcess {
  return spawn('/bin/sh', ['-c', WAIT_FOR_WORD, 'sh', plan.command, ...plan.args], {
    cwd: plan.folder,
    env: { ...plan.environment },
    detached: true,
    stdio: ['ignore', plan.output, plan.output, 'pipe'],
    ...plan.account,
  });
}
