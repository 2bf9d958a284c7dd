import { type ConnectionOptions, Worker } from 'bullmq';
import { paced } from '../process/recovery-pace.ts';
import { type JobPayloads, jobVersion, type QueueName, queuePrefix } from './names.ts';

/** Which function does a queue's jobs, and how many at a time. */
export interface JobHandler<N extends QueueName> {
  readonly queue: N;
  readonly concurrency: number;
  readonly work: (payload: JobPayloads[N]) => Promise<unknown>;
}

/** Lets a list hold handlers of several queues, each checked against its own payload. */
export function jobHandler<N extends QueueName>(handler: JobHandler<N>): JobHandler<QueueName> {
  return handler as unknown as JobHandler<QueueName>;
}

/** A job that runs longer is given to another worker as well: every job is safe to run twice. Milliseconds. */
const lockMs = 30_000;
/** How often locks that ran out are looked for. Milliseconds. */
const stalledEveryMs = 30_000;

/** How long jobs under way are waited for when the process ends. Milliseconds. */
const closeMsMax = 4_000;

export function runWorkers(
  handlers: readonly JobHandler<QueueName>[],
  connection: ConnectionOptions,
  onFailed: (queue: QueueName, jobId: string | undefined, error: Error) => void,
): { readonly stop: () => Promise<void> } {
  const workers = handlers.map(({ queue, concurrency, work }) => {
    const perform = async (name: string, data: JobPayloads[QueueName] & { v?: unknown }): Promise<void> => {
      // One of another version of ours: whoever knows it finds its row by a sweeper.
      if (name !== queue || (data.v ?? jobVersion) !== jobVersion) return;
      await work(data);
    };
    const worker = new Worker(queue, (job) => perform(job.name, job.data), {
      connection,
      prefix: queuePrefix,
      concurrency,
      lockDuration: paced(lockMs),
      stalledInterval: paced(stalledEveryMs),
    });
    worker.on('failed', (job, error) => onFailed(queue, job?.id, error));
    worker.on('error', () => undefined);
    return worker;
  });
  return {
    async stop() {
      const closed = Promise.all(workers.map((worker) => worker.close().catch(() => undefined)));
      // Without Redis BullMQ waits for it; what a job left undone, its row's sweeper finds.
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, closeMsMax).unref())]);
    },
  };
}
