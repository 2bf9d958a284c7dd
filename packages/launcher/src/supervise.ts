import { setTimeout as sleep } from 'node:timers/promises';
import type { Guard, GuardedProcess } from './guarded-spawn.ts';
import { type LoggedPlan, lastLines, spawnLogged } from './process-log.ts';
import { afterCrash, RESTART_POLICY, type RestartPolicy } from './restart-policy.ts';

const READY_POLL_MS = 30;

export interface ProcessPlan extends LoggedPlan {
  readonly name: string;
  /** Resolves to true once the process does its work; asked again after false; throws when waiting is useless. */
  readonly isReady: () => Promise<boolean>;
  readonly readyWithinMs: number;
  /** What it said when it was asked last, for the error that tells that it was not ready. */
  readonly lastSaid?: () => string;
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

/** The present run of a process, as the loop that watches it sees it. */
interface Run {
  current: GuardedProcess;
  /** False from the end of a run, or the kill -9 that will end it, to the next run. */
  running: boolean;
  /** The run that a wanted restart ends: no crash. */
  restarting: GuardedProcess | null;
  readonly stopped: AbortController;
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
  const current = await spawnLogged(guard, plan);
  const run: Run = { current, running: true, restarting: null, stopped: new AbortController() };
  await waitUntilReady(plan, current);
  const watching = keepRunning(guard, plan, options, run).catch((error: unknown) => {
    if (!guard.isClosing()) options.onGiveUp?.(`${plan.name} could not be started again: ${error}`);
  });
  return {
    name: plan.name,
    get pid() {
      return run.current.pid;
    },
    get isRunning() {
      return run.running;
    },
    kill(signal) {
      if (signal === 'SIGKILL') run.running = false;
      run.current.child.kill(signal);
    },
    async restart() {
      const before = run.current;
      run.restarting = before;
      run.running = false;
      await before.stop();
      await untilReadyAgain(plan, run);
    },
    ready: () => untilReadyAgain(plan, run),
    async stop() {
      run.stopped.abort();
      await run.current.stop();
      await watching;
    },
  };
}

/** Returns when the process was stopped, has finished its work or is given up. */
async function keepRunning(
  guard: Guard,
  plan: ProcessPlan,
  options: SuperviseOptions,
  run: Run,
): Promise<void> {
  const { signal } = run.stopped;
  const isOver = (): boolean => signal.aborted || guard.isClosing();
  let crashes = 0;
  while (true) {
    const startedAt = Date.now();
    const how = await run.current.exited;
    run.running = false;
    if (isOver() || (options.mayFinish && how === 'exit code 0')) return;
    if (run.restarting !== run.current) {
      const then = afterCrash(options.policy ?? RESTART_POLICY, crashes, Date.now() - startedAt);
      crashes = then.crashes;
      if (then.kind === 'giveUp') {
        const sentence = `${plan.name} ended ${crashes} times in a row (${how}) and is not started again.`;
        return options.onGiveUp?.(`${sentence}\n${lastLines(plan.logFile)}`);
      }
      options.onRestart?.(`${plan.name} ended (${how}); starting it again in ${then.delayMs / 1000} s`);
      await sleep(then.delayMs, undefined, { signal }).catch(() => undefined);
      if (isOver()) return;
    }
    run.current = await spawnLogged(guard, plan);
    run.running = true;
  }
}

async function untilReadyAgain(plan: ProcessPlan, run: Run): Promise<void> {
  const deadline = Date.now() + plan.readyWithinMs;
  while (!(run.running && (await plan.isReady()))) {
    if (Date.now() > deadline) throw notReady(plan);
    await sleep(READY_POLL_MS);
  }
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
  const said = plan.lastSaid === undefined ? '' : ` It said last: ${plan.lastSaid()}`;
  return new Error(
    `${plan.name} was not ready within ${plan.readyWithinMs / 1000} s.${said}\n${lastLines(plan.logFile)}`,
  );
}
