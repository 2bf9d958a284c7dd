import { readConfig } from '@fairgate/shared/config.ts';
import { openCrashPoints } from '@fairgate/shared/process/crash-points.ts';
import { setRecoveryPace } from '@fairgate/shared/process/recovery-pace.ts';
import { serveWorkerHealth } from '@fairgate/shared/process/serve-worker-health.ts';
import { tellWhyNotStarted } from '@fairgate/shared/process/tell-why-not-started.ts';
import closeWithGrace from 'close-with-grace';
import { pino } from 'pino';
import { collectDefaultMetrics } from 'prom-client';
import { measurePayments } from './measure-payments.ts';
import { runPaymentsWorker } from './worker.ts';
import { connectWorkerStores } from './worker-stores.ts';

/** After SIGTERM, jobs and rounds under way have this long. Milliseconds. */
const drainMs = 4_500;

async function main(): Promise<void> {
  const config = readConfig('payments-worker');
  openCrashPoints(config.crashPoints);
  setRecoveryPace(config.recoveryPace);
  const log = pino({ name: 'payments-worker', level: config.logLevel });
  collectDefaultMetrics();
  const stores = await connectWorkerStores(config, log);
  measurePayments(stores.database, stores.outage);
  const worker = runPaymentsWorker(config, stores);
  let draining = false;
  const health = await serveWorkerHealth({
    host: config.host,
    port: config.metricsPort,
    metricsToken: config.metricsToken,
    isDraining: () => draining,
    check: () => stores.database.$queryRaw`select 1`,
  });
  closeWithGrace({ delay: drainMs, logger: log }, async () => {
    draining = true;
    await worker.stop();
    await stores.close();
    health.close();
  });
  log.info({ port: config.metricsPort }, 'the payments-worker runs');
}

main().catch((error: unknown) =>
  tellWhyNotStarted(error, (err) =>
    pino({ name: 'payments-worker' }).fatal({ err }, 'the payments-worker cannot start'),
  ),
);
