import { join } from 'node:path';
import pg from 'pg';
import type { Guard } from './guarded-spawn.ts';
import { REPOSITORY } from './repository.ts';
import { runToEnd } from './run-to-end.ts';
import { inheritedEnvironment } from './service-environment.ts';

export const APP_ROLE = 'fairgate_app';

/**
 * Brings a database to the newest migration as its owner, with Prisma's own command, and lets the role of the
 * services in, with the password that `databaseUrl` has for it. The output of a failed migration is in the error.
 */
export async function migrate(
  guard: Guard,
  ownerDatabaseUrl: string,
  databaseUrl: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  await deploy(guard, ownerDatabaseUrl, environment);
  if (!(await canConnect(databaseUrl))) await letAppIn(ownerDatabaseUrl, databaseUrl);
}

/** The same server and database, as the role of the services. */
export function appDatabaseUrl(ownerDatabaseUrl: string, appPassword: string): string {
  const url = new URL(ownerDatabaseUrl);
  url.username = APP_ROLE;
  url.password = encodeURIComponent(appPassword);
  return url.toString();
}

async function deploy(
  guard: Guard,
  ownerDatabaseUrl: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const program = {
    command: process.execPath,
    args: [join(REPOSITORY, 'node_modules', 'prisma', 'build', 'index.js'), 'migrate', 'deploy'],
    folder: REPOSITORY,
    environment: {
      ...inheritedEnvironment(environment),
      MIGRATION_DATABASE_URL: ownerDatabaseUrl,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
      NO_COLOR: '1',
    },
  };
  await runToEnd(guard, program, 'The database could not be migrated');
}

async function canConnect(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Migrations create the role without a password, which is a secret of the installation. */
async function letAppIn(ownerDatabaseUrl: string, databaseUrl: string): Promise<void> {
  const { username, password } = new URL(databaseUrl);
  const client = new pg.Client({ connectionString: ownerDatabaseUrl });
  await client.connect();
  try {
    const role = pg.escapeIdentifier(decodeURIComponent(username));
    await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${pg.escapeLiteral(decodeURIComponent(password))}`);
  } finally {
    await client.end();
  }
}
