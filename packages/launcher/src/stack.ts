import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Guard, startGuard } from './guarded-spawn.ts';
import { type Home, openHome } from './home.ts';
import { lockHome } from './lock-home.ts';
import type { StackFacts, StackOptions } from './stack-options.ts';
import { startParts } from './stack-parts.ts';
import { quietSteps } from './steps.ts';
import type { SupervisedProcess } from './supervise.ts';

export interface Stack extends StackFacts {
  /** postgres, redis, stripe, gateway, queue-worker, payments-worker; `gateway-2` where there are several. */
  readonly processes: readonly SupervisedProcess[];
  readonly home: Home;
  readonly guard: Guard;
  /** Stops services, then stores; within ten seconds. */
  readonly stop: () => Promise<void>;
}

/** Starts the stores, migrates, starts the services. When anything fails, everything started is stopped again. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const steps = options.steps ?? quietSteps;
  const home = openHome(options.home ?? temporaryFolder());
  const unlock = await lockHome(home, steps.say);
  const guard = startGuard(home.processesFile);
  const stop = async (): Promise<void> => {
    await guard.close();
    rmSync(home.stackFile, { force: true });
    unlock();
  };
  options.signal?.addEventListener('abort', () => void guard.close(), { once: true });
  try {
    if (options.home === undefined) await guard.removeAtEnd(home.folder);
    return { ...(await startParts(options, { home, guard, steps })), home, guard, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The process of that name, which must be there. */
export function processOf(stack: Stack, name: string): SupervisedProcess {
  const found = stack.processes.find((candidate) => candidate.name === name);
  if (!found)
    throw new Error(`${name} is none of ${stack.processes.map((process) => process.name).join(', ')}`);
  return found;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fairgate-stack-'));
  // The user who runs Postgres in place of root must get through.
  chmodSync(folder, 0o711);
  return folder;
}
