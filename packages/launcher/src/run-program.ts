import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Guard } from './guarded-spawn.ts';
import { REPOSITORY } from './repository.ts';
import { runVisibly } from './run-to-end.ts';

/** Commands that are programs of their own; their arguments are passed on as they are. */
export const PROGRAMS = {
  rehearse: 'packages/rehearsal/src/main.ts',
  simulate: 'packages/simulation/src/main.ts',
  audit: 'packages/auditor/src/main.ts',
  bench: 'packages/bench/src/main.ts',
  'check-draw': 'packages/check-draw/src/main.ts',
  faults: 'packages/faults/src/main.ts',
  reconcile: 'services/payments-worker/src/reconcile.ts',
  backup: 'packages/recovery/src/backup.ts',
  restore: 'packages/recovery/src/restore.ts',
  replay: 'packages/recovery/src/replay.ts',
  drill: 'packages/recovery/src/drill.ts',
} as const;

export async function runProgram(
  guard: Guard,
  name: keyof typeof PROGRAMS,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const file = join(REPOSITORY, PROGRAMS[name]);
  if (!existsSync(file))
    throw new Error(`${name} is not part of this checkout: ${PROGRAMS[name]} is missing`);
  return runVisibly(guard, {
    command: process.execPath,
    args: [file, ...args],
    folder: REPOSITORY,
    environment,
  });
}
