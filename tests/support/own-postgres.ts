import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { anyFreePort } from '@fairgate/launcher/free-port.ts';
import type { Guard } from '@fairgate/launcher/guarded-spawn.ts';
import { appDatabaseUrl, migrate } from '@fairgate/launcher/migrate.ts';
import { type RunningPostgres, startPostgres } from '@fairgate/launcher/start-postgres.ts';
import { environmentVariables } from '@fairgate/shared/config.ts';
import { makeScratchFolder } from './scratch-folder.ts';

/** However often it ends for want of room. */
const restartSoon = { firstDelayMs: 200, longestDelayMs: 500, stableAfterMs: 30_000, crashesMax: 200 };

/** A migrated Postgres of the test's own, to be killed or to run out of room. */
export interface OwnPostgres {
  readonly server: RunningPostgres;
  readonly ownerDatabaseUrl: string;
  readonly databaseUrl: string;
}

/** @param folder where its data lies; a temporary one when it is not given. `guard` stops the server when it closes */
export async function startOwnPostgres(guard: Guard, folder?: string): Promise<OwnPostgres> {
  const scratch = makeScratchFolder('fairgate-own-postgres-');
  await guard.removeAtEnd(scratch);
  const home = folder ?? scratch;
  // The user who runs Postgres in place of root must get through.
  chmodSync(home, 0o711);
  const environment = environmentVariables();
  const server = await startPostgres({
    guard,
    dataFolder: join(home, 'postgres'),
    logFile: join(scratch, 'postgres.log'),
    port: await anyFreePort(),
    ownerPassword: randomBytes(16).toString('hex'),
    fsync: false,
    environment,
    supervise: { policy: restartSoon },
  });
  const databaseUrl = appDatabaseUrl(server.ownerDatabaseUrl, randomBytes(16).toString('hex'));
  await migrate(guard, server.ownerDatabaseUrl, databaseUrl, environment);
  return { server, ownerDatabaseUrl: server.ownerDatabaseUrl, databaseUrl };
}
