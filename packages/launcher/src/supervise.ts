import {
  closeSync,
  createWriteStream,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Guard, GuardedProcess, SpawnPlan } from './guarded-spawn.ts';

const LOG_BYTES_MAX = 20 * 1024 * 1024;
const LOG_MODE = 0o640;
const LAST_LINES = 15;
/** Where in the code something was thrown; what was thrown stands above. */
const STACK_FRAME = /^\s+at .+:\d+:\d+\)?\s*\{?$/;
const READY_POLL_MS = 30;

/** How often and how fast an ended process is started again. */
export interface RestartPolicy {
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** A run of this length counts as stable: the delay and the count of crashes start afresh. */
  readonly stableAfterMs: number;
  /** This many crashes without a stable run between them: no further start. */
  readonly crashesMax: number;
}

const RESTART_POLICY: RestartPolicy = {
  firstDelayMs: 200,
  longestDelayMs: 10_000,
  stableAfterMs: 30_000,
  crashesMax: 8,
};

export interface ProcessPlan extends Omit<SpawnPlan, 'output'> {
  readonly name: string;
  readonly logFile: string;
  /** Resolves to true once the process does its work; asked again after false; throws when waiting is useless. */
  readonly isReady: () => Promise<boolean>;
  readonly readyWithinMs: number;
  /** Told each line of output, which goes to the log as well. */
  readonly onLine?: (line: string) => void;
}

export interface SuperviseOptions {
  /** An end with exit code 0 is the end of its work, not a crash. */
  readonly mayFinish?: boolean;
  readonly policy?: RestartPolicy;
  /** Told in one sentence when the process ended unexpectedly and is started again. */
  readonly onRestart?: (sentence: string) => void;
  /** Told, with the last lines of output, when it is not started again. */
  readonly onGiveUp?: (sentence: string) => void;
}

export interface SupervisedProcess {
  readonly name: string;
  /** The pid of the present run; of the last one while none runs. */
  readonly pid: number;
  readonly isRunning: boolean;
  /** Sends a signal to the process itself; when it ends of it, it is started again. */
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Stops the process politely and starts it again; resolves when it is ready. */
  readonly restart: () => Promise<void>;
  /** Resolves when the process is ready again after whatever happened to it. */
  readonly ready: () => Promise<void>;
  /** Stops it for good. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a process, waits until it is ready and keeps it running until it is stopped. A process that ends before it
 * was ready for the first time is an error here, with its last lines; later ends lead to a new start after a pause
 * that doubles.
 */
export async function superviseProcess(
  guard: Guard,
  plan: ProcessPlan,
  options: SuperviseOptions = {},
): Promise<SupervisedProcess> {
  const policy = options.policy ?? RESTART_POLICY;
  let current = await spawnLogged(guard, plan);
  let running = true;
  let stopping = false;
  let expectedEnd: GuardedProcess | null = null;
  const stopped = new AbortController();
  await waitUntilReady(plan, current);

  const watching = watch();

  async function watch(): Promise<void> {
    let crashes = 0;
    while (!stopping) {
      const startedAt = Date.now();
      const how = await current.exited;
      running = false;
      if (stopping || guard.isClosing()) return;
      if (options.mayFinish && how === 'exit code 0') return;
      const expected = expectedEnd === current;
      if (!expected) {
        crashes = Date.now() - startedAt >= policy.stableAfterMs ? 1 : crashes + 1;
        if (crashes >= policy.crashesMax) {
          options.onGiveUp?.(
            `${plan.name} ended ${crashes} times in a row (${how}) and is not started again.\n${lastLines(plan.logFile)}`,
          );
          return;
        }
        const delayMs = Math.min(policy.firstDelayMs * 2 ** (crashes - 1), policy.longestDelayMs);
        options.onRestart?.(`${plan.name} ended (${how}); starting it again in ${delayMs / 1000} s`);
        await sleep(delayMs, undefined, { signal: stopped.signal }).catch(() => undefined);
        if (stopping || guard.isClosing()) return;
      }
      current = await spawnLogged(guard, plan);
      running = true;
    }
  }

  async function ready(): Promise<void> {
    const deadline = Date.now() + plan.readyWithinMs;
    while (!(running && (await plan.isReady()))) {
      if (Date.now() > deadline) throw notReady(plan);
      await sleep(READY_POLL_MS);
    }
  }

  return {
    name: plan.name,
    get pid() {
      return current.pid;
    },
    get isRunning() {
      return running;
    },
    kill: (signal) => void current.child.kill(signal),
    async restart() {
      expectedEnd = current;
      const before = current;
      await before.stop();
      while (current === before) await sleep(READY_POLL_MS);
      await ready();
    },
    ready,
    async stop() {
      stopping = true;
      stopped.abort();
      await current.stop();
      await watching;
    },
  };
}

async function waitUntilReady(plan: ProcessPlan, run: GuardedProcess): Promise<void> {
  let ended: string | null = null;
  void run.exited.then((how) => {
    ended = how;
  });
  const deadline = Date.now() + plan.readyWithinMs;
  while (true) {
    const ready = await readyOrStop(plan, run);
    // A stranger may answer on the port of a process that has ended.
    if (ended !== null)
      throw new Error(`${plan.name} ended at its start (${ended}).\n${lastLines(plan.logFile)}`);
    if (ready) return;
    if (Date.now() > deadline) {
      await run.stop();
      throw notReady(plan);
    }
    await sleep(READY_POLL_MS);
  }
}

async function readyOrStop(plan: ProcessPlan, run: GuardedProcess): Promise<boolean> {
  try {
    return await plan.isReady();
  } catch (error) {
    await run.stop();
    throw error;
  }
}

function notReady(plan: ProcessPlan): Error {
  return new Error(
    `${plan.name} was not ready within ${plan.readyWithinMs / 1000} s.\n${lastLines(plan.logFile)}`,
  );
}

async function spawnLogged(guard: Guard, plan: ProcessPlan): Promise<GuardedProcess> {
  if (existsSync(plan.logFile) && statSync(plan.logFile).size > LOG_BYTES_MAX) {
    rmSync(`${plan.logFile}.1`, { force: true });
    renameSync(plan.logFile, `${plan.logFile}.1`);
  }
  if (plan.onLine) return spawnTold(guard, plan, plan.onLine);
  const log = openSync(plan.logFile, 'a', LOG_MODE);
  try {
    return await guard.spawn({ ...plan, output: log });
  } finally {
    closeSync(log);
  }
}

async function spawnTold(
  guard: Guard,
  plan: ProcessPlan,
  onLine: (line: string) => void,
): Promise<GuardedProcess> {
  const run = await guard.spawn({ ...plan, output: 'pipe' });
  const log = createWriteStream(plan.logFile, { flags: 'a', mode: LOG_MODE });
  for (const stream of [run.child.stdout, run.child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      onLine(line);
    });
  }
  void run.exited.then(() => log.end());
  return run;
}

/** The end of a log without stack frames, indented, with the place where the rest is. */
export function lastLines(logFile: string): string {
  const text = existsSync(logFile) ? readFileSync(logFile, 'utf8').trimEnd() : '';
  const lines = text
    .split('\n')
    .filter((line) => !STACK_FRAME.test(line))
    .slice(-LAST_LINES);
  return [`Last lines of ${logFile}:`, ...lines.map((line) => `    ${line}`)].join('\n');
}
