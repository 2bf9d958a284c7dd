import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '@fairgate/launcher/cache-folder.ts';
import { anyFreePort } from '@fairgate/launcher/free-port.ts';
import { type Guard, startGuard } from '@fairgate/launcher/guarded-spawn.ts';
import { openHome } from '@fairgate/launcher/home.ts';
import { keepSecrets } from '@fairgate/launcher/secrets.ts';
import { inheritedEnvironment } from '@fairgate/launcher/service-environment.ts';
import { type Stack, startStack } from '@fairgate/launcher/stack.ts';
import { startLoopbackStripe } from '@fairgate/launcher/start-loopback-stripe.ts';
import { startRedis } from '@fairgate/launcher/start-redis.ts';
import { type BackupHome, backupHome } from '@fairgate/launcher/wal-archive.ts';
import { environmentVariables } from '@fairgate/shared/config.ts';

/** What outlives the database: Stripe, Redis, the backups and the journal, in a folder that is gone at the end. */
export interface DrillGround {
  readonly guard: Guard;
  readonly backups: BackupHome;
  readonly journal: string;
  readonly place: (name: string) => string;
  /** An installation on a data folder of this ground; always at the same address, with the same Stripe and Redis. */
  readonly open: (
    name: string,
    options: { readonly services: boolean; readonly journal: string },
  ) => Promise<Stack>;
  readonly close: () => Promise<void>;
}

export const ORIGIN = 'origin';

/** A segment is archived after so long at the latest, so that a short drill loses little, but something. */
export const archiveSeconds = 3;
const stripeRequestsPerSecond = 2_000;

export async function prepareGround(signal: AbortSignal): Promise<DrillGround> {
  const guard = startGuard();
  signal.addEventListener('abort', () => void guard.close(), { once: true });
  const folder = mkdtempSync(join(tmpdir(), 'fairgate-drill-'));
  chmodSync(folder, 0o711);
  await guard.removeAtEnd(folder);
  const place = (name: string): string => join(folder, name);
  const environment = inheritedEnvironment(environmentVariables());
  const gateway = await anyFreePort();
  const origin = openHome(place(ORIGIN));
  const stripe = await startLoopbackStripe({
    ...{ guard, environment, secrets: keepSecrets(origin.secretsFile) },
    dataFolder: origin.stripe,
    logFile: join(origin.logs, 'stripe.log'),
    port: await anyFreePort(),
    webhookUrl: `http://127.0.0.1:${gateway}/v1/stripe/webhook`,
  });
  const redis = await startRedis({
    ...{ guard, environment },
    dataFolder: place('redis'),
    logFile: join(origin.logs, 'redis.log'),
    cacheFolder: cacheFolder(environment, folder),
    port: await anyFreePort(),
  });
  const { process: _, ...access } = stripe;
  return {
    ...{ guard, place },
    backups: backupHome(place('backups')),
    journal: place('journal'),
    async open(name, { services, journal }) {
      const count = services ? 1 : 0;
      return startStack({
        home: place(name),
        services: { gateway: count, 'queue-worker': count, 'payments-worker': count },
        given: { redisUrl: redis.redisUrl, stripe: access },
        // Only the first archives here: restored twice, two servers would write into one archive.
        ...(name === ORIGIN && { archive: { home: backupHome(place('backups')), archiveSeconds } }),
        ports: { gateway, postgres: await anyFreePort(), redis: 0, stripe: 0 },
        environment: {
          FAIRGATE_JOURNAL: journal,
          TRUSTED_PROXIES: '127.0.0.1',
          STRIPE_REQUESTS_PER_SECOND: String(stripeRequestsPerSecond),
          LOG_LEVEL: 'warn',
        },
        fsync: true,
        signal,
      });
    },
    close: () => guard.close(),
  };
}
