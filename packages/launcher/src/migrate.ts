import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { REPOSITORY } from './repository.ts';

export const APP_ROLE = 'fairgate_app';

/**
 * Brings a database to the newest migration as its owner, with Prisma's own command, and lets the role of the
 * services in with the password of `databaseUrl`. The output of a failed migration is in the error.
 */
export async function migrate(
  ownerDatabaseUrl: string,
  appPassword: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  if (['prisma/migrations', 'prisma.config.ts'].every((path) => existsSync(join(REPOSITORY, path))))
    await deploy(ownerDatabaseUrl, environment);
  await letAppIn(ownerDatabaseUrl, appPassword);
}

/** The same server and database, as the role of the services. */
export function appDatabaseUrl(ownerDatabaseUrl: string, appPassword: string): string {
  const url = new URL(ownerDatabaseUrl);
  url.username = APP_ROLE;
  url.password = encodeURIComponent(appPassword);
  return url.toString();
}

async function deploy(
  ownerDatabaseUrl: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const prisma = join(REPOSITORY, 'node_modules', 'prisma', 'build', 'index.js');
  const child = spawn(process.execPath, [prisma, 'migrate', 'deploy'], {
    cwd: REPOSITORY,
    env: {
      ...environment,
      MIGRATION_DATABASE_URL: ownerDatabaseUrl,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
      NO_COLOR: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`The database could not be migrated:\n${output.trim()}`);
}

/** Migrations create the role without a password, which is a secret of the installation. */
async function letAppIn(ownerDatabaseUrl: string, appPassword: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerDatabaseUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [APP_ROLE]);
    const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
    await client.query(`${verb} ROLE ${APP_ROLE} LOGIN PASSWORD ${pg.escapeLiteral(appPassword)}`);
  } finally {
    await client.end();
  }
}
