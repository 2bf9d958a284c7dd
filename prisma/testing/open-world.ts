import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../tests/support/stores.ts';

export interface World {
  readonly database: TestDatabase;
  /** The owner of the tables. */
  readonly owner: pg.Pool;
  /** The role of the services. */
  readonly app: pg.Pool;
  readonly eventId: string;
  readonly dropId: string;
  readonly categoryId: string;
  readonly close: () => Promise<void>;
}

export interface WorldOptions {
  /** General admission, numbered from 0. */
  readonly tickets?: number;
  readonly priceMinor?: number;
  readonly perCustomerLimit?: number;
  readonly paymentSeconds?: number;
  /** Connections of the services' role. */
  readonly connections?: number;
}

/** A published event with one open drop, in a database of its own. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const database = await createTestDatabase();
  const owner = pool(database.ownerDatabaseUrl, 2);
  const app = pool(database.databaseUrl, options.connections ?? 4);
  const close = async (): Promise<void> => {
    await Promise.all([owner.end(), app.end()]);
    await database.drop();
  };
  try {
    const ids = await seed(owner, options);
    return { database, owner, app, ...ids, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function pool(connectionString: string, max: number): pg.Pool {
  const opened = new pg.Pool({ connectionString, max });
  // A database that is dropped under an idle connection is the end of a test, not an error.
  opened.on('error', () => undefined);
  return opened;
}

async function seed(owner: pg.Pool, options: WorldOptions) {
  const [vendorId, venueId, eventId, dropId, categoryId] = Array.from({ length: 5 }, () => randomUUID());
  await owner.query(
    "insert into vendors (id, name, slug, contact_email, currency, country) values ($1, 'Vendor', 'vendor', 'v@example.org', 'eur', 'DE')",
    [vendorId],
  );
  await owner.query(
    "insert into venues (id, vendor_id, name, street, postal_code, city, country, time_zone) values ($1, $2, 'Hall', 'Street 1', '10115', 'Berlin', 'DE', 'Europe/Berlin')",
    [venueId, vendorId],
  );
  await owner.query(
    "insert into events (id, vendor_id, venue_id, name, starts_at, time_zone, currency, status) values ($1, $2, $3, 'Event', now() + interval '30 days', 'Europe/Berlin', 'eur', 'PUBLISHED')",
    [eventId, vendorId, venueId],
  );
  await owner.query(
    "insert into categories (event_id, id, name, price_minor, currency) values ($1, $2, 'Standing', $3, 'eur')",
    [eventId, categoryId, options.priceMinor ?? 5000],
  );
  await owner.query(
    `insert into drops (event_id, id, name, opens_at, per_customer_limit, shopper_cap, rate_per_minute, payment_seconds)
     values ($1, $2, 'Drop', now() - interval '1 minute', $3, 100, 600, $4)`,
    [eventId, dropId, options.perCustomerLimit ?? 8, options.paymentSeconds ?? 600],
  );
  const ids = { eventId: eventId as string, dropId: dropId as string, categoryId: categoryId as string };
  if (options.tickets !== 0) await mintStanding(owner, ids, options.tickets ?? 10);
  return ids;
}

/** Adds general admission tickets; answers with the first number. */
export async function mintStanding(
  by: pg.Pool | pg.ClientBase,
  world: { readonly eventId: string; readonly dropId: string; readonly categoryId: string },
  count: number,
): Promise<number | null> {
  const { rows } = await by.query('select mint_tickets($1, $2, null, null, array[$3]::uuid[], $4) as first', [
    world.eventId,
    world.dropId,
    world.categoryId,
    count,
  ]);
  return rows[0].first;
}

export async function addAccount(by: pg.Pool | pg.ClientBase): Promise<string> {
  const id = randomUUID();
  await by.query("insert into users (id, email, name, password_hash) values ($1, $2, 'Fan', 'none')", [
    id,
    `${id}@example.org`,
  ]);
  return id;
}

export interface Shopper {
  readonly accountId: string;
  readonly admissionId: string;
}

/** An active admission; ends another one that the account still has. */
export async function admit(world: World, accountId?: string): Promise<Shopper> {
  const account = accountId ?? (await addAccount(world.app));
  const admissionId = randomUUID();
  await world.app.query(
    "update admissions set state = 'SPENT', ended_at = now() where event_id = $1 and account_id = $2 and state = 'ACTIVE'",
    [world.eventId, account],
  );
  await world.app.query(
    `insert into admissions (event_id, id, drop_id, account_id, lane, entry_index, expires_at)
     values ($1, $2, $3, $4, 0, 0, now() + interval '1 hour')`,
    [world.eventId, admissionId, world.dropId, account],
  );
  return { accountId: account, admissionId };
}
