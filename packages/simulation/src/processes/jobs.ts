import type { JobSender, Process, ProcessKind, World } from '../schedule/world.ts';
import { performPayment, readInbox } from './payments-worker.ts';
import { finalizeSoon } from './queue-worker.ts';

const jobLateMsMax = 30_000;

/** The queues: a job names a row and is a hint. It may be lost, repeated, delayed and overtaken. */
export function connectJobs(w: World): JobSender {
  return {
    payment: (operation) =>
      send(w, 'payments-worker', (process) => w.spawn(process, performPayment(w, operation))),
    finalize: (order) => send(w, 'queue-worker', (process) => finalizeSoon(w, process, order)),
    inbox: (row) => send(w, 'payments-worker', (process) => w.spawn(process, readInbox(w, row))),
  };
}

function send(w: World, kind: ProcessKind, begin: (process: Process) => void): void {
  if (!w.queuesOn || w.faults['job-lost'].hit()) return;
  const copies = w.faults['job-twice'].hit() ? 2 : 1;
  const generation = w.queueGeneration;
  const deliver = (): void => {
    // A Redis that forgot has no jobs either.
    if (generation !== w.queueGeneration) return;
    const process = w.pick(kind);
    if (process === undefined) w.later(w.waitFor(kind), deliver);
    else begin(process);
  };
  for (let copy = 0; copy < copies; copy += 1) {
    const lateMs = w.faults['job-late'].hit() ? w.faults['job-late'].between(100, jobLateMsMax) : 0;
    w.later(w.travel() + lateMs, deliver);
  }
}
