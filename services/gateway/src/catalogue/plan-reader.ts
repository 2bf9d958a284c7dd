import { fileURLToPath } from 'node:url';
import type { SeatGeometry } from '@fairgate/shared/domain/seating/geometry.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { Piscina } from 'piscina';
import type { PlanReading } from './plan-reader-thread.ts';

/** Plans that may wait for the thread; each is up to planBodyBytesMax in memory. */
const plansWaitingMax = 8;
const retryAfterSeconds = 5;
const idleThreadMs = 30_000;
/** The thread yields to the sale when cores are short. */
const niceness = 10;

export interface PlanReader {
  /** Reads a plan file. Throws OVERLOADED when too many wait. */
  readonly read: (file: Uint8Array) => Promise<PlanReading>;
  /** The geometry of a normalised plan, which comes as JSON. Throws likewise. */
  readonly draw: (document: string) => Promise<SeatGeometry>;
  readonly close: () => Promise<void>;
}

/** One thread for reading plans, started when it is first needed: a large one takes a second, too long for the sale. */
export function openPlanReader(): PlanReader {
  const pool = new Piscina({
    filename: fileURLToPath(new URL('./plan-reader-thread.ts', import.meta.url)),
    minThreads: 0,
    maxThreads: 1,
    maxQueue: plansWaitingMax,
    idleTimeout: idleThreadMs,
    niceIncrement: niceness,
  });
  async function run<T>(name: string, task: unknown): Promise<T> {
    if (pool.queueSize >= plansWaitingMax) throw new Problem('OVERLOADED', {}, retryAfterSeconds);
    return (await pool.run(task, { name })) as T;
  }
  return {
    read: (file) => run<PlanReading>('read', file),
    draw: (document) => run<SeatGeometry>('draw', document),
    close: () => pool.destroy(),
  };
}
