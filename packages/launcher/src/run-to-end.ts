import type { Guard, SpawnPlan } from './guarded-spawn.ts';

const STOP_GRACE_MS = 4_000;

/** A program that does one thing and ends. */
export type Program = Omit<SpawnPlan, 'output' | 'stopSignals' | 'stopGraceMs' | 'stopStage'>;

/** Runs a program and returns what it printed; when it fails, that is in the error, after `failure`. */
export async function runToEnd(guard: Guard, program: Program, failure: string): Promise<string> {
  const run = await guard.spawn({ ...program, ...STOPPING, output: 'pipe' });
  let output = '';
  for (const stream of [run.child.stdout, run.child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const how = await run.ended;
  if (how !== 'exit code 0') throw new Error(`${failure} (${how}):\n${output.trim()}`);
  return output;
}

/** Runs a program that prints to this terminal; returns its exit code, 1 when a signal ended it. */
export async function runVisibly(guard: Guard, program: Program): Promise<number> {
  const run = await guard.spawn({ ...program, ...STOPPING, output: 'inherit' });
  const how = await run.ended;
  return how.startsWith('exit code ') ? Number(how.slice('exit code '.length)) : 1;
}

const STOPPING = {
  stopSignals: ['SIGINT', 'SIGTERM', 'SIGKILL'],
  stopGraceMs: STOP_GRACE_MS,
  stopStage: 'visitors',
} as const;
