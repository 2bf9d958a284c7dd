import { type ConnectionOptions, Queue } from 'bullmq';
import { reach } from '../process/crash-points.ts';
import {
  type JobPayloads,
  jobAttemptsMax,
  jobBackoffMs,
  jobVersion,
  type QueueName,
  queueNames,
  queuePrefix,
} from './names.ts';

/** Says that a row is due. Never throws and never waits: what it loses, the sweepers find. */
export interface JobSender {
  readonly send: <N extends QueueName>(queue: N, payload: JobPayloads[N]) => void;
  readonly close: () => Promise<void>;
}

/** With `FAIRGATE_QUEUES=off`: nothing is sent, the sweepers do everything. */
export const noJobs: JobSender = { send: () => undefined, close: async () => undefined };

/** @param connection a Redis connection that fails fast (connectRedis without automatic pipelining) */
export function openJobSender(
  connection: ConnectionOptions,
  onLost: (queue: QueueName, error: unknown) => void,
): JobSender {
  const queues = new Map<QueueName, Queue>(
    queueNames.map((name) => {
      const queue = new Queue(name, {
        connection,
        prefix: queuePrefix,
        defaultJobOptions: {
          attempts: jobAttemptsMax,
          backoff: { type: 'exponential', delay: jobBackoffMs },
          removeOnComplete: true,
          removeOnFail: { count: 1_000 },
        },
      });
      queue.on('error', () => undefined);
      return [name, queue];
    }),
  );
  return {
    send(name, payload) {
      reach('send-job.before');
      queues
        .get(name)
        ?.add(name, { v: jobVersion, ...payload })
        .then(() => reach('send-job.after'))
        .catch((error: unknown) => onLost(name, error));
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close().catch(() => undefined)));
    },
  };
}
