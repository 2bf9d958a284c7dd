import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type ProcessIdentity } from './process-identity.ts';

const POLL_MS = 25;

/** A process to stop: it leads a process group of its own; the signals are tried in this order. */
export interface StoppableProcess extends ProcessIdentity {
  readonly signals: readonly NodeJS.Signals[];
  /** How long each signal may take before the next one is sent. */
  readonly graceMs: number;
  /** Services end before the stores they use: the stages stop one after another. */
  readonly stage: StopStage;
}

export const STOP_STAGES = ['visitors', 'services', 'stores'] as const;
export type StopStage = (typeof STOP_STAGES)[number];

/** Stops all of them, stage after stage. */
export async function stopInStages(targets: readonly StoppableProcess[]): Promise<void> {
  for (const stage of STOP_STAGES) {
    await Promise.all(targets.filter((target) => target.stage === stage).map(stopTree));
  }
}

/** Stops a process and its group, politely first. Returns at once when that very process no longer lives. */
export async function stopTree(target: StoppableProcess): Promise<void> {
  for (const signal of target.signals) {
    if (!isAlive(target)) return;
    signalGroup(target.pid, signal);
    if (await isGoneWithin(target, target.graceMs)) {
      // Whoever the leader started and left behind; the group's number cannot be reused while they live.
      signalGroup(target.pid, 'SIGKILL');
      return;
    }
  }
}

export async function isGoneWithin(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(identity)) {
    if (Date.now() >= deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // Nobody is left in the group.
  }
}
