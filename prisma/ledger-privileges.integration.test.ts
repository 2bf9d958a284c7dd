import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { append, plantOrder, readEntries } from './testing/ledger-entries.ts';
import { admit, openWorld, type Shopper, type World } from './testing/open-world.ts';

const APPEND_ONLY = [
  ...['ticket_ledger', 'order_history', 'audit_log', 'ledger_checkpoints', 'refund_lines'],
  ...['admission_log', 'priority_returns', 'line_samples'],
];
/** What became of money and of tickets stays on file. */
const KEPT = ['disputes', 'refund_runs', 'refunds', 'transfers'];
const READ_ONLY = ['ticket_holders'];
/** One row that a migration made. */
const KEPT_ROWS = ['recovery_state'];
const HIDDEN = ['_prisma_migrations'];

let world: World;
let fan: Shopper;
beforeAll(async () => {
  world = await openWorld({ tickets: 3 });
  fan = await admit(world);
});
afterAll(() => world.close());

test('the role of the services may do this much with each table, and no more', async () => {
  const { rows } = await world.owner.query(
    `select c.relname as name, array(select p from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
       where has_table_privilege('fairgate_app', c.oid, p)) as may
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'v', 'p') order by 1`,
  );
  const expected = (name: string): string[] => {
    if (HIDDEN.includes(name)) return [];
    if (READ_ONLY.includes(name)) return ['SELECT'];
    if (APPEND_ONLY.includes(name)) return ['SELECT', 'INSERT'];
    if (KEPT.includes(name)) return ['SELECT', 'INSERT', 'UPDATE'];
    if (KEPT_ROWS.includes(name)) return ['SELECT', 'UPDATE'];
    return ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
  };
  expect(rows.length).toBeGreaterThan(30);
  expect(rows).toEqual(rows.map(({ name }) => ({ name, may: expected(name) })));
});

test('the role of the services owns nothing and has no way to become more', async () => {
  const { rows } = await world.owner.query(
    `select rolsuper, rolcreaterole, rolcreatedb, rolinherit, rolreplication, rolbypassrls,
       (select count(*)::int from pg_class c where c.relowner = r.oid and c.relnamespace = 'public'::regnamespace) as owned,
       (select count(*)::int from pg_auth_members m where m.member = r.oid) as memberships,
       has_schema_privilege(r.oid, 'public', 'CREATE') as creates
     from pg_roles r where rolname = 'fairgate_app'`,
  );
  const no = { rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolinherit: false };
  expect(rows).toEqual([
    { ...no, rolreplication: false, rolbypassrls: false, owned: 0, memberships: 0, creates: false },
  ]);
});

describe.each(['app', 'owner'] as const)('history is append-only: the %s is refused', (role) => {
  test.each([
    ...['ticket_ledger', 'order_history', 'audit_log'].flatMap((table) => [
      `update ${table} set at = now()`,
      `update ${table} set at = now() where false`,
      `delete from ${table}`,
      `truncate ${table} cascade`,
    ]),
    'truncate order_history',
    'truncate audit_log',
    'truncate tickets cascade',
    'truncate orders cascade',
    'truncate events cascade',
    'insert into ticket_ledger (event_id, ticket_number, version, kind) select event_id, ticket_number, version, kind from ticket_ledger on conflict (event_id, ticket_number, version) do update set holder = gen_random_uuid()',
    "merge into ticket_ledger l using (select 1) as one on true when matched then update set reason = 'x'",
  ])('%s', async (statement) => {
    await expect(world[role].query(statement)).rejects.toMatchObject({ code: '42501' });
  });
});

test.each([
  // Tables refer to it by now: Postgres refuses its owner before any trigger of ours is asked.
  { role: 'owner', code: '0A000' },
  { role: 'app', code: '42501' },
] as const)('truncate ticket_ledger is refused to the $role: $code', async ({ role, code }) => {
  await expect(world[role].query('truncate ticket_ledger')).rejects.toMatchObject({ code });
});

describe('the role of the services cannot', () => {
  test.each([
    'alter table ticket_ledger disable trigger ledger_append_only',
    'alter table ticket_ledger drop constraint ledger_chain',
    'drop table ticket_ledger',
    'create table public.mine (a int)',
    'create schema mine',
    'drop trigger ledger_seal_entry on ticket_ledger',
    'create or replace function ledger_seal_entry() returns trigger language plpgsql as $$ begin return new; end $$',
    "set session_replication_role = 'replica'",
    'set role pg_write_all_data',
    "update ticket_holders set kind = 'MINT'",
    'delete from ticket_holders',
    'truncate ticket_holders',
    "insert into ticket_holders (event_id, ticket_number, version, kind, hash) values (gen_random_uuid(), 0, 0, 'MINT', '')",
    'select * from _prisma_migrations',
    'update ledger_checkpoints set heads = 0',
    'delete from ledger_checkpoints',
  ])('%s', async (statement) => {
    await expect(world.app.query(statement)).rejects.toMatchObject({ code: '42501' });
  });
});

describe("temporary tables that bear the real ones' names", () => {
  let client: pg.Client;
  let orderId: string;
  beforeAll(async () => {
    orderId = await plantOrder(world, fan, 'FINALIZED');
    client = new pg.Client({ connectionString: world.database.databaseUrl });
    await client.connect();
    for (const table of ['ticket_holders', 'ticket_ledger', 'orders'])
      await client.query(`create temporary table ${table} (like public.${table})`);
    await client.query("insert into orders select * from public.orders; update orders set state = 'PAID'");
  });
  afterAll(() => client.end());

  test('do not catch the projection', async () => {
    await client.query(
      `insert into public.ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, holder, order_id)
       select event_id, ticket_number, 1, 'SALE', 0, 'MINT', hash, $2, $3 from public.ticket_holders where event_id = $1 and ticket_number = 0`,
      [world.eventId, fan.accountId, orderId],
    );
    expect((await client.query('select * from pg_temp.ticket_holders')).rows).toEqual([]);
    const { rows } = await world.owner.query(
      'select version, kind, holder from ticket_holders where event_id = $1 and ticket_number = 0',
      [world.eventId],
    );
    expect(rows).toEqual([{ version: 1, kind: 'SALE', holder: fan.accountId }]);
  });

  test('do not make an order look paid', async () => {
    await expect(
      client.query(
        `insert into public.ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, holder, order_id)
         select event_id, ticket_number, 2, 'TRANSFER', 1, 'SALE', hash, $2, $3 from public.ticket_holders where event_id = $1 and ticket_number = 0`,
        [world.eventId, fan.accountId, orderId],
      ),
    ).rejects.toMatchObject({ constraint: 'ledger_paid_first' });
  });

  test('cannot run code with the rights of the owner', async () => {
    await client.query(`create function pg_temp.seize() returns trigger language plpgsql as $$
      begin execute 'alter table public.ticket_ledger disable trigger all'; return new; end $$`);
    await client.query(
      'create trigger seize before insert on pg_temp.ticket_holders for each row execute function pg_temp.seize()',
    );
    await client.query('insert into public.tickets (event_id, number, category_id) values ($1, 3, $2)', [
      world.eventId,
      world.categoryId,
    ]);
    await client.query(
      "insert into public.ticket_ledger (event_id, ticket_number, version, kind) values ($1, 3, 0, 'MINT')",
      [world.eventId],
    );
    const { rows } = await world.owner.query(
      "select distinct tgenabled as state from pg_trigger where tgrelid = 'public.ticket_ledger'::regclass",
    );
    expect(rows).toEqual([{ state: 'O' }]);
    expect(await readEntries(world, 3)).toHaveLength(1);
  });
});

test('the functions of a purchase need no more than these rights', async () => {
  const shopper = await admit(world);
  const { rows } = await world.app.query(
    'select outcome from create_order($1, $2, $3, $4, $5, $3, $6, $7, $8, $9, null)',
    [
      world.eventId,
      world.dropId,
      randomUUID(),
      shopper.accountId,
      shopper.admissionId,
      'key',
      Buffer.from('body'),
      [1],
      randomUUID(),
    ],
  );
  expect(rows).toEqual([{ outcome: 'CREATED' }]);
  await append(world, 2, 'BLOCK');
  expect((await readEntries(world, 2)).map(({ kind }) => kind)).toEqual(['MINT', 'BLOCK']);
});
