import type { PaymentsWorkerConfig } from '@fairgate/shared/config.ts';
import { type Round, runRounds } from '@fairgate/shared/process/run-rounds.ts';
import type { QueueName } from '@fairgate/shared/queues/names.ts';
import { type JobHandler, jobHandler, runWorkers } from '@fairgate/shared/queues/run-workers.ts';
import { sayAlive, sayAliveEveryMs } from '@fairgate/shared/redis/capacity.ts';
import { connectWorkerRedis } from '@fairgate/shared/redis/connect.ts';
import { pollEveryMs, sweepEveryMs } from '@fairgate/shared/states/due-times.ts';
import { askAboutDisputes, askAboutRefunds, askDisputesEveryMs } from './jobs/follow-money-back.ts';
import { performPayment, sweepOperations } from './jobs/perform-operations.ts';
import { pollStripe } from './jobs/poll-stripe.ts';
import { probeEveryMs, probeStripe } from './jobs/probe-stripe.ts';
import { readInbox } from './jobs/read-inbox.ts';
import { reconcileDays, reconcileEveryMs } from './jobs/reconcile-days.ts';
import { runRefunds } from './jobs/run-refunds.ts';
import { createParkedWatch, watchParkedEveryMs } from './jobs/watch-parked.ts';
import type { WorkerStores } from './worker-stores.ts';

/** Calls to Stripe under way at a time, by jobs and as many again by the sweeper. */
const callsAtATime = 16;

/** What this worker does: the jobs it takes, and the rounds that find what no job asked for. */
export function runPaymentsWorker(
  config: PaymentsWorkerConfig,
  stores: WorkerStores,
): { readonly stop: () => Promise<void> } {
  const { queues } = config;
  const inboxStores = { ...stores, database: stores.webhooks };
  const rounds: Round[] = [
    {
      name: 'sweep-operations',
      everyMs: sweepEveryMs(queues),
      work: () => sweepOperations(stores, queues, callsAtATime),
    },
    { name: 'read-inbox', everyMs: sweepEveryMs(queues), work: () => readInbox(inboxStores, null) },
    { name: 'poll-stripe', everyMs: pollEveryMs, work: () => pollStripe(stores) },
    { name: 'probe-stripe', everyMs: probeEveryMs, work: () => probeStripe(stores) },
    {
      name: 'say-alive',
      everyMs: sayAliveEveryMs,
      work: () => sayAlive(stores.redis, 'payments', stores.self),
    },
    { name: 'run-refunds', everyMs: 500, work: () => runRefunds(stores) },
    { name: 'ask-refunds', everyMs: 10_000, work: () => askAboutRefunds(stores) },
    { name: 'ask-disputes', everyMs: askDisputesEveryMs, work: () => askAboutDisputes(stores) },
  ];
  rounds.push(
    { name: 'reconcile', everyMs: reconcileEveryMs, work: () => reconcileDays(stores) },
    { name: 'watch-parked', everyMs: watchParkedEveryMs, work: createParkedWatch(stores) },
  );
  const handlers: JobHandler<QueueName>[] = [
    jobHandler({
      queue: 'payment',
      concurrency: callsAtATime,
      work: ({ eventId, opId }) => performPayment(stores, eventId, opId),
    }),
    jobHandler({
      queue: 'inbox',
      concurrency: callsAtATime,
      work: ({ stripeEventId }) => readInbox(inboxStores, stripeEventId),
    }),
  ];

  const running = runRounds(rounds, stores.log);
  const connection = queues ? connectWorkerRedis(config.redisUrl, 'payments-worker-jobs') : null;
  const workers =
    connection === null
      ? null
      : runWorkers(handlers, connection, (queue, jobId, error) =>
          stores.log.warn({ queue, jobId, err: error }, 'a job failed; the sweeper has its row'),
        );
  return {
    async stop() {
      await Promise.all([workers?.stop(), running.stop()]);
      connection?.disconnect();
    },
  };
}
