import { setTimeout as sleep } from 'node:timers/promises';
import type { QueueWorkerConfig } from '@fairgate/shared/config.ts';
import { deleteEndedSessions } from '@fairgate/shared/database/delete-ended-sessions.ts';
import { pruneLineNotices } from '@fairgate/shared/database/line-notices.ts';
import { pruneFinished } from '@fairgate/shared/database/prune-finished.ts';
import { readRecoveryState } from '@fairgate/shared/database/recovery-state.ts';
import { switchJournal } from '@fairgate/shared/database/sale-journal.ts';
import { type Journal, openJournal } from '@fairgate/shared/journal/open-journal.ts';
import { openMailer } from '@fairgate/shared/mail/open-mailer.ts';
import { type Round, runRounds } from '@fairgate/shared/process/run-rounds.ts';
import { openPusher, pushContact } from '@fairgate/shared/push/open-pusher.ts';
import type { QueueName } from '@fairgate/shared/queues/names.ts';
import { type JobHandler, jobHandler, runWorkers } from '@fairgate/shared/queues/run-workers.ts';
import { sayAliveEveryMs } from '@fairgate/shared/redis/capacity.ts';
import { connectWorkerRedis } from '@fairgate/shared/redis/connect.ts';
import { isRedisFull } from '@fairgate/shared/redis/redis-failure.ts';
import { expireEveryMs, sweepEveryMs } from '@fairgate/shared/states/due-times.ts';
import { createLaneCodes } from '@fairgate/shared/tokens/lane-code.ts';
import { createTransferCodes } from '@fairgate/shared/tokens/transfer-code.ts';
import { correctSeatsEveryMs, createSeatCorrector } from './jobs/correct-seats.ts';
import { createLobbyDrawer, drawLobbiesEveryMs } from './jobs/draw-lobbies.ts';
import { endExpiredAdmissions, endSpentAdmissions } from './jobs/end-admissions.ts';
import { expireOverdueOrders } from './jobs/expire-orders.ts';
import { expireOverdueTransfers } from './jobs/expire-transfers.ts';
import { fillMissing, fillMissingEveryMs } from './jobs/fill-missing.ts';
import { createFinalizer, ordersPerStatementMax, sweepAuthorized } from './jobs/finalize-orders.ts';
import { forgetOldEpochs } from './jobs/forget-old-epochs.ts';
import { keepStatistics, keepStatisticsEveryMs } from './jobs/keep-statistics.ts';
import { createAdmissionLogger, logAdmissionsEveryMs } from './jobs/log-admissions.ts';
import { createCapacityMeter, measureCapacityEveryMs, saySelfAlive } from './jobs/measure-capacity.ts';
import { advanceLines, copyJoins, saveLines } from './jobs/move-lines.ts';
import { createLineNotifier, notifyLineEveryMs } from './jobs/notify-line.ts';
import { followOutage, followOutageEveryMs } from './jobs/prolong-leases.ts';
import { announceDropOpenings, publishDrops } from './jobs/publish-drops.ts';
import { createMailRelay } from './jobs/relay-mails.ts';
import { createPushRelay } from './jobs/relay-pushes.ts';
import { relaySeatMarks } from './jobs/relay-seat-marks.ts';
import { returnExpiredHolds } from './jobs/return-holds.ts';
import { createLineSampler, sampleLinesEveryMs } from './jobs/sample-lines.ts';
import { checkpointEveryMs, writeCheckpoints } from './jobs/write-checkpoints.ts';
import { writeJournal } from './jobs/write-journal.ts';
import type { WorkerStores } from './worker-stores.ts';

const sessionsPerRound = 1_000;
/** A worker that stops waits this long for mails and pushes under way; the others are sent by the next. Milliseconds. */
const settleMailsMs = 2_000;
const prunedPerRound = 2_000;
/** How soon a loss of Redis, and its return, is seen. Milliseconds. */
const keepEpochEveryMs = 500;

/** What this worker does: the jobs it takes, and the rounds that find what no job asked for. */
export function runQueueWorker(
  config: QueueWorkerConfig,
  stores: WorkerStores,
): { readonly stop: () => Promise<void> } {
  const finalize = createFinalizer(stores);
  const correctSeats = createSeatCorrector();
  const drawLobbies = createLobbyDrawer(stores, config);
  const logAdmissions = createAdmissionLogger(stores, config.signingKey);
  const measureCapacity = createCapacityMeter(stores, config.stripeRequestsPerSecond);
  const mails = createMailRelay(stores, openMailer(config.mail, config.mailFrom), {
    database: stores.database,
    publicUrl: config.publicUrl,
    transferCodes: createTransferCodes(config.encryptionKey),
    laneCodes: createLaneCodes(config.encryptionKey),
  });
  const pushes =
    config.webPushKey === null
      ? null
      : createPushRelay(
          stores,
          openPusher(
            config.webPushKey,
            pushContact(config.publicUrl, config.mailFrom),
            config.webPushOrigins,
          ),
        );

  const journal = config.journal === '' ? null : openJournal(config.journal, installationOf(stores));

  const rounds: Round[] = [
    ...(journal === null ? [] : journalRounds(stores, journal)),
    {
      name: 'keep-epoch',
      everyMs: keepEpochEveryMs,
      // The sale stands still until it succeeds. One that is full is filled, and emptied again, in vain.
      keepsPaceAfter: (error) => !isRedisFull(error),
      work: () => stores.epoch.keep(),
    },
    {
      name: 'sweep-authorized',
      everyMs: sweepEveryMs(config.queues),
      work: () => sweepAuthorized(stores, finalize, config.queues),
    },
    { name: 'expire-orders', everyMs: expireEveryMs, work: () => expireOverdueOrders(stores) },
    { name: 'expire-transfers', everyMs: 5_000, work: () => expireOverdueTransfers(stores) },
    { name: 'follow-outage', everyMs: followOutageEveryMs, work: () => followOutage(stores) },
    { name: 'advance-lines', everyMs: 200, work: () => advanceLines(stores) },
    { name: 'measure-capacity', everyMs: measureCapacityEveryMs, work: measureCapacity },
    { name: 'say-alive', everyMs: sayAliveEveryMs, work: () => saySelfAlive(stores) },
    { name: 'copy-joins', everyMs: 300, work: () => copyJoins(stores) },
    { name: 'save-lines', everyMs: 1_000, work: () => saveLines(stores) },
    { name: 'log-admissions', everyMs: logAdmissionsEveryMs, work: logAdmissions },
    { name: 'notify-line', everyMs: notifyLineEveryMs, work: createLineNotifier(stores) },
    { name: 'sample-lines', everyMs: sampleLinesEveryMs, work: createLineSampler(stores) },
    { name: 'draw-lobbies', everyMs: drawLobbiesEveryMs, work: drawLobbies },
    { name: 'return-holds', everyMs: 500, work: () => returnExpiredHolds(stores) },
    { name: 'end-admissions', everyMs: 1_000, work: () => endExpiredAdmissions(stores) },
    { name: 'old-epochs', everyMs: 60_000, work: () => forgetOldEpochs(stores) },
    { name: 'spent-admissions', everyMs: 1_000, work: () => endSpentAdmissions(stores) },
    { name: 'seat-marks', everyMs: 300, work: () => relaySeatMarks(stores) },
    { name: 'correct-seats', everyMs: correctSeatsEveryMs, work: () => correctSeats(stores) },
    { name: 'statistics', everyMs: keepStatisticsEveryMs, work: () => keepStatistics(stores) },
    { name: 'publish-drops', everyMs: 300, work: () => publishDrops(stores) },
    { name: 'fill-missing', everyMs: fillMissingEveryMs, work: () => fillMissing(stores) },
    { name: 'announce-openings', everyMs: 1_000, work: () => announceDropOpenings(stores) },
    { name: 'mails', everyMs: 500, work: () => mails.round() },
    ...(pushes === null ? [] : [{ name: 'pushes', everyMs: 500, work: () => pushes.round() }]),
    {
      name: 'ended-sessions',
      everyMs: 60_000,
      work: async () => (await deleteEndedSessions(stores.database, sessionsPerRound)) >= sessionsPerRound,
    },
    {
      name: 'prune',
      everyMs: 60_000,
      work: async () => (await pruneFinished(stores.database, prunedPerRound)) >= prunedPerRound,
    },
    {
      name: 'old-notices',
      everyMs: 60_000,
      work: async () => (await pruneLineNotices(stores.database, prunedPerRound)) >= prunedPerRound,
    },
    {
      name: 'checkpoints',
      everyMs: checkpointEveryMs,
      work: () => writeCheckpoints(stores, config.signingKey),
    },
  ];
  const handlers: JobHandler<QueueName>[] = [
    jobHandler({ queue: 'finalize', concurrency: 2 * ordersPerStatementMax, work: finalize }),
    jobHandler({ queue: 'outbox', concurrency: 1, work: () => relaySeatMarks(stores) }),
  ];

  const running = runRounds(rounds, stores.log);
  const connection = config.queues ? connectWorkerRedis(config.redisUrl, 'queue-worker-jobs') : null;
  const workers =
    connection === null
      ? null
      : runWorkers(handlers, connection, (queue, jobId, error) =>
          stores.log.warn({ queue, jobId, err: error }, 'a job failed; the sweeper has its row'),
        );
  return {
    async stop() {
      await Promise.all([workers?.stop(), running.stop()]);
      await Promise.race([
        Promise.all([mails.settle(), pushes?.settle()]),
        sleep(settleMailsMs, undefined, { ref: false }),
      ]);
      await journal?.close();
      connection?.disconnect();
    },
  };
}

/**
 * A worker that is to have a journal's disk says so in the database: from then on everything waits for its line, also where
 * the disk is missing.
 */
function journalRounds(stores: WorkerStores, journal: Journal): Round[] {
  const switchOn = async (): Promise<void> => {
    await switchJournal(stores.database, true);
    await journal.requirePlace();
  };
  return [
    { name: 'journal', everyMs: 30, work: () => writeJournal(stores, journal) },
    { name: 'journal-on', everyMs: 10_000, work: switchOn },
  ];
}

/** Asked once: it never changes. */
function installationOf({ database }: WorkerStores): () => Promise<string> {
  let known: string | null = null;
  return async () => {
    known ??= (await readRecoveryState(database)).installationId;
    return known;
  };
}
