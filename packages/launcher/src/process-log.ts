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
import type { Guard, GuardedProcess, SpawnPlan } from './guarded-spawn.ts';

const LOG_BYTES_MAX = 20 * 1024 * 1024;
const LOG_MODE = 0o640;
const LAST_LINES = 15;
/** Where in the code something was thrown; what was thrown stands above. */
const STACK_FRAME = /^\s+at .+:\d+:\d+\)?\s*\{?$/;

export interface LoggedPlan extends Omit<SpawnPlan, 'output'> {
  readonly logFile: string;
  /** Told each line of output, which goes to the log as well. */
  readonly onLine?: (line: string) => void;
}

/** Starts a process whose output is added to its log; one earlier log is kept when it has grown too long. */
export async function spawnLogged(guard: Guard, plan: LoggedPlan): Promise<GuardedProcess> {
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
  plan: LoggedPlan,
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
