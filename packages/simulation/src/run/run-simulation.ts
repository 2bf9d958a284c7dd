import { Worker } from 'node:worker_threads';
import type { Batch, BatchResult, Failure } from './run-batch.ts';

export interface SimulationOptions {
  readonly histories: number;
  readonly firstSeed: number;
  /** No batch begins after so many minutes. */
  readonly minutesMax: number;
  readonly threads: number;
  readonly bug: string | null;
}

export interface SimulationReport {
  readonly firstSeed: number;
  readonly lastSeed: number;
  readonly histories: number;
  readonly counted: number;
  readonly orders: number;
  readonly faults: number;
  readonly happenings: number;
  readonly seconds: number;
  readonly threads: number;
  readonly historiesPerSecond: number;
  readonly historiesPerSecondAndThread: number;
  /** The history of the lowest seed that broke a rule; null: none did. */
  readonly failure: Failure | null;
}

const historiesPerBatch = 500;

/**
 * Plays histories on several threads until they are done, the time is over or one breaks a rule. Which seed is reported
 * does not depend on the threads: batches before the failing one are finished first.
 */
export async function runSimulation(
  options: SimulationOptions,
  progress: (done: number) => void = () => undefined,
): Promise<SimulationReport> {
  const startedAt = performance.now();
  const deadline = startedAt + options.minutesMax * 60_000;
  const sum = { histories: 0, counted: 0, orders: 0, faults: 0, happenings: 0 };
  const failures: Failure[] = [];
  let nextSeed = options.firstSeed;
  const endSeed = options.firstSeed + options.histories;

  const next = (): Batch | null => {
    if (failures.length > 0 || nextSeed >= endSeed || performance.now() >= deadline) return null;
    const histories = Math.min(historiesPerBatch, endSeed - nextSeed);
    nextSeed += histories;
    return { firstSeed: nextSeed - histories, histories, bug: options.bug };
  };
  const take = (result: BatchResult): void => {
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += result[key];
    failures.push(...result.failures);
    progress(sum.histories);
  };
  await Promise.all(Array.from({ length: options.threads }, () => playOnThread(next, take)));

  const seconds = (performance.now() - startedAt) / 1000;
  const [failure = null] = failures.sort((a, b) => a.seed - b.seed);
  const { firstSeed, threads } = options;
  const historiesPerSecond = Math.round(sum.histories / seconds);
  const historiesPerSecondAndThread = Math.round(sum.histories / seconds / threads);
  const speed = { historiesPerSecond, historiesPerSecondAndThread };
  return { firstSeed, lastSeed: nextSeed - 1, ...sum, seconds, threads, ...speed, failure };
}

async function playOnThread(next: () => Batch | null, take: (result: BatchResult) => void): Promise<void> {
  const first = next();
  if (first === null) return;
  const worker = new Worker(new URL('./batch-thread.ts', import.meta.url));
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on('error', reject);
      worker.on('message', (result: BatchResult) => {
        take(result);
        const batch = next();
        if (batch === null) resolve();
        else worker.postMessage(batch);
      });
      worker.postMessage(first);
    });
  } finally {
    await worker.terminate();
  }
}
