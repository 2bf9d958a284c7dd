import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { World } from '../../../../prisma/testing/open-world.ts';

/** One database at two moments: as a restore would bring it back, and as it went on. */
export interface LostWorld {
  readonly world: World;
  readonly restored: World;
  readonly close: () => Promise<void>;
}

/** Copies the database as it is now; nobody may be connected to it meanwhile, so the world's own pools are opened anew. */
export async function splitWorld(before: World): Promise<LostWorld> {
  await Promise.all([before.owner.end(), before.app.end()]);
  const { ownerDatabaseUrl, databaseUrl } = before.database;
  const name = `test_${randomBytes(8).toString('hex')}`;
  const origin = new URL(ownerDatabaseUrl).pathname.slice(1);
  await administer(ownerDatabaseUrl, `create database ${name} template ${pg.escapeIdentifier(origin)}`);
  const world = openPools(before, ownerDatabaseUrl, databaseUrl);
  const restored = openPools(before, inDatabase(ownerDatabaseUrl, name), inDatabase(databaseUrl, name));
  return {
    world,
    restored,
    async close() {
      await Promise.all([world, restored].flatMap(({ owner, app }) => [owner.end(), app.end()]));
      await administer(ownerDatabaseUrl, `drop database ${name} with (force)`);
      await before.database.drop();
    },
  };
}

function openPools(before: World, ownerDatabaseUrl: string, databaseUrl: string): World {
  const pool = (connectionString: string): pg.Pool =>
    new pg.Pool({ connectionString, max: 4 }).on('error', () => undefined);
  const database = { ...before.database, ownerDatabaseUrl, databaseUrl };
  return { ...before, database, owner: pool(ownerDatabaseUrl), app: pool(databaseUrl) };
}

function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inDatabase(url, 'postgres') });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
