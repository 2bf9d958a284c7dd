import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EntryDraft, insertEntry, KINDS, plantOrder, readEntries } from './testing/ledger-entries.ts';
import { expectLegalHistories } from './testing/ledger-rules.ts';
import { admit, openWorld, type World } from './testing/open-world.ts';
import { type SeededRandom, seededRandom } from './testing/seeded-random.ts';

const CONNECTIONS = 16;
const HOSTILE_ATTEMPTS = 20_000;
const TICKETS = 200;
const BUGGY_TICKETS = 200;
const BUGGY_ATTEMPTS = 3_200;
const SEED = 20_261_122;

let world: World;
beforeAll(async () => {
  world = await openWorld({ tickets: TICKETS });
});
afterAll(() => world.close());

/** Runs `attempt` so often, from 16 connections at once; answers how often each SQLSTATE came, '' for none. */
async function storm(
  attempts: number,
  attempt: (client: pg.Client, random: SeededRandom) => Promise<unknown>,
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  const writers = Array.from({ length: CONNECTIONS }, async (_, writer) => {
    const client = new pg.Client({ connectionString: world.database.databaseUrl });
    await client.connect();
    const random = seededRandom(SEED + writer);
    for (let n = 0; n < attempts / CONNECTIONS; n += 1) {
      const state = await attempt(client, random).then(
        () => '',
        (error) => error.code ?? String(error),
      );
      counts[state] = (counts[state] ?? 0) + 1;
    }
    await client.end();
  });
  await Promise.all(writers);
  return counts;
}

interface Loot {
  readonly holders: readonly string[];
  readonly orders: readonly string[];
}

/** Mostly plausible, so that many get far, and wrong in any of its fields. */
async function hostileDraft(client: pg.Client, random: SeededRandom, loot: Loot): Promise<EntryDraft> {
  const ticket = random.below(TICKETS);
  const { rows } = await client.query(
    `select version, kind, hash, order_id from ticket_ledger where event_id = $1 and ticket_number = $2
     order by version desc limit 2`,
    [world.eventId, random.chance(0.95) ? ticket : random.below(TICKETS)],
  );
  const seen = random.chance(0.9) ? rows[0] : random.pick(rows);
  const lie = <T>(truth: T, lies: readonly T[]): T => (random.chance(0.9) ? truth : random.pick(lies));
  return {
    ticket,
    version: lie(seen.version + 1, [0, seen.version, seen.version + 2, -1, random.below(20)]),
    // Rarely the end of a history, or soon nothing could be tried any more.
    kind: random.chance(0.02) ? 'RETIRE' : random.pick(KINDS.slice(0, -1)),
    prevVersion: lie(seen.version, [null, seen.version - 1, seen.version + 1, random.below(20)]),
    prevKind: lie(seen.kind, [null, ...KINDS]),
    prevHash: lie(seen.hash, [null, random.bytes(32), Buffer.alloc(0)]),
    holder: random.chance(0.4) ? null : random.pick(loot.holders),
    orderId: random.chance(0.5) ? seen.order_id : random.pick([null, ...loot.orders]),
    actor: random.pick([null, ...loot.holders]),
    reason: random.pick([null, '', 'a reason']),
    at: random.pick(['1999-12-31T23:59:59Z', '2038-01-19T03:14:07Z']),
    hash: random.bytes(32),
  };
}

test('20,000 hostile inserts from 16 connections leave every history legal', async () => {
  const fans = await Promise.all(Array.from({ length: 4 }, () => admit(world)));
  const states = ['PAID', 'PAID', 'FINALIZED', 'PENDING_PAYMENT'];
  const orders = await Promise.all(
    Array.from({ length: 48 }, (_, n) => plantOrder(world, fans[n % 4]!, states[n % 4])),
  );
  const loot = { holders: fans.map(({ accountId }) => accountId), orders };
  const counts = await storm(HOSTILE_ATTEMPTS, async (client, random) =>
    insertEntry(client, world.eventId, await hostileDraft(client, random, loot)),
  );

  const { '': accepted = 0, ...refused } = counts;
  const entries = await readEntries(world);
  expect(entries.length).toBe(TICKETS + accepted);
  expectLegalHistories(world.eventId, entries);
  // Neither all refused, which would prove nothing, nor refused by anything but a declared constraint.
  expect(accepted).toBeGreaterThan(500);
  expect(new Set(entries.map(({ kind }) => kind)).size).toBe(KINDS.length);
  expect(Object.keys(refused).sort()).toEqual(['23503', '23505', '23514']);

  const { rows: projection } = await world.app.query(
    `select h.ticket_number from ticket_holders h
     full join (select distinct on (ticket_number) * from ticket_ledger order by ticket_number, version desc) l
       on l.ticket_number = h.ticket_number
     where (h.version, h.kind, h.hash, h.holder, h.order_id) is distinct from (l.version, l.kind, l.hash, l.holder, l.order_id)`,
  );
  expect(projection).toEqual([]);
}, 120_000);

describe('a writer that reads the newest version and appends a sale to it, whatever it is', () => {
  let orders: string[];
  let fan: string;
  let first: number;
  beforeAll(async () => {
    const shopper = await admit(world);
    fan = shopper.accountId;
    orders = Array.from({ length: BUGGY_ATTEMPTS }, () => randomUUID());
    await world.owner.query(
      `insert into orders (event_id, id, drop_id, account_id, admission_id, hold_id, state, amount_minor, currency, ticket_count, pay_deadline)
       select $1, id, $2, $3, $4, id, 'AUTHORIZED', 5000, 'eur', 1, now() from unnest($5::uuid[]) as id`,
      [world.eventId, world.dropId, fan, shopper.admissionId, orders],
    );
    const { rows } = await world.owner.query(
      'select mint_tickets($1, $2, null, null, array[$3]::uuid[], $4) as first',
      [world.eventId, world.dropId, world.categoryId, BUGGY_TICKETS],
    );
    first = rows[0].first;
  });

  test('sells every ticket once and none twice', async () => {
    const waiting = [...orders];
    const counts = await storm(BUGGY_ATTEMPTS, (client, random) =>
      client.query(
        `insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, holder, order_id)
         select event_id, ticket_number, version + 1, 'SALE', version, kind, hash, $3, $4 from ticket_ledger
         where event_id = $1 and ticket_number = $2 order by version desc limit 1 on conflict do nothing`,
        [world.eventId, first + random.below(BUGGY_TICKETS), fan, waiting.pop()],
      ),
    );
    const { rows } = await world.owner.query(
      `select ticket_number, count(*) filter (where kind = 'SALE')::int as sales from ticket_ledger
       where event_id = $1 and ticket_number >= $2 group by 1`,
      [world.eventId, first],
    );
    expect(rows.filter(({ sales }) => sales > 1)).toEqual([]);
    expect(rows.filter(({ sales }) => sales === 1)).toHaveLength(BUGGY_TICKETS);
    expect(Object.keys(counts).sort()).toEqual(['', '23514']);
    expectLegalHistories(world.eventId, await readEntries(world));
  }, 60_000);

  test('sells them many times where only the version is unique: that is what the chain is for', async () => {
    await world.owner.query(
      `create table bare_ledger (ticket int, version int, kind text, buyer uuid, unique (ticket, version));
       insert into bare_ledger select n, 0, 'MINT', null from generate_series(0, ${BUGGY_TICKETS - 1}) n;
       grant select, insert on bare_ledger to fairgate_app`,
    );
    await storm(BUGGY_ATTEMPTS, (client, random) =>
      client.query(
        `insert into bare_ledger select ticket, max(version) + 1, 'SALE', $2 from bare_ledger
         where ticket = $1 group by ticket on conflict do nothing`,
        [random.below(BUGGY_TICKETS), randomUUID()],
      ),
    );
    const { rows } = await world.owner.query(
      "select ticket from bare_ledger where kind = 'SALE' group by ticket having count(*) > 1",
    );
    expect(rows.length).toBeGreaterThan(BUGGY_TICKETS / 2);
  }, 60_000);
});
