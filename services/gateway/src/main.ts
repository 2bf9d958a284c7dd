import { readConfig } from '@fairgate/shared/config.ts';
import { openCrashPoints } from '@fairgate/shared/process/crash-points.ts';
import { setRecoveryPace } from '@fairgate/shared/process/recovery-pace.ts';
import { tellWhyNotStarted } from '@fairgate/shared/process/tell-why-not-started.ts';
import closeWithGrace from 'close-with-grace';
import { pino } from 'pino';
import { buildGateway } from './app.ts';
import { connectStores } from './stores.ts';

/** After SIGTERM, requests under way have this long. Milliseconds. */
const drainMs = 4_000;

async function main(): Promise<void> {
  const config = readConfig('gateway');
  openCrashPoints(config.crashPoints);
  setRecoveryPace(config.recoveryPace);
  const stores = await connectStores(config, pino({ level: config.logLevel, name: 'gateway' }));
  const app = await buildGateway(config, stores, { logger: { level: config.logLevel, name: 'gateway' } });
  closeWithGrace({ delay: drainMs, logger: app.log }, async () => {
    stores.draining = true;
    await app.close();
    await stores.close();
  });
  await app.listen({ host: config.host, port: config.port });
}

main().catch((error: unknown) =>
  tellWhyNotStarted(error, (err) => pino({ name: 'gateway' }).fatal({ err }, 'the gateway cannot start')),
);
