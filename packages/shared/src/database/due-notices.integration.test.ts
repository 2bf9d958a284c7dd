import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../../../../prisma/testing/open-world.ts';
import { connectDatabase, type Database } from './client.ts';
import {
  loadDueNotices,
  loadUnplacedNotices,
  lookLater,
  placeNotices,
  queueNotices,
  withOpenNotices,
} from './due-notices.ts';
import { pruneLineNotices } from './line-notices.ts';

let world: World;
let database: Database;
let ids: { readonly eventId: string; readonly dropId: string };
beforeAll(async () => {
  world = await openWorld({ tickets: 1 });
  database = connectDatabase(world.database.databaseUrl, 'notices', 8);
  ids = { eventId: world.eventId, dropId: world.dropId };
  await world.owner.query(
    "insert into drop_lanes (event_id, drop_id, lane, name) values ($1, $2, 0, 'general')",
    [world.eventId, world.dropId],
  );
});
afterAll(async () => {
  await database?.$disconnect();
  await world?.close();
});
beforeEach(async () => {
  await world.owner.query('delete from line_notices');
  await world.owner.query('delete from drop_entries');
  await world.owner.query("delete from outbox where topic in ('mail', 'push')");
});

/** Accounts with a place each, in this order; all asked for mails, the first for a push too. */
async function ask(count: number): Promise<string[]> {
  const accounts = Array.from({ length: count }, () => randomUUID());
  const { eventId, dropId } = ids;
  await world.owner.query(
    `insert into users (id, email, name, password_hash) select a, a || '@example.org', 'Fan', 'none' from unnest($1::uuid[]) a`,
    [accounts],
  );
  await world.owner.query(
    `insert into drop_entries (event_id, drop_id, lane, entry_index, account_id, joined_at)
     select $1, $2, 0, n - 1, a, now() from unnest($3::uuid[]) with ordinality as x (a, n)`,
    [eventId, dropId, accounts],
  );
  await world.owner.query(
    `insert into line_notices (event_id, drop_id, account_id, email) select $1, $2, a, true from unnest($3::uuid[]) a`,
    [eventId, dropId, accounts],
  );
  // As the round for statistics does within seconds.
  if (count > 1_000) await world.owner.query('analyze drop_entries, line_notices, users');
  await world.owner.query(
    `insert into line_notice_devices (event_id, drop_id, account_id, device, endpoint, p256dh, auth)
     values ($1, $2, $3, sha256('x'), 'https://push.example', repeat('x', 87), repeat('x', 22))`,
    [eventId, dropId, accounts[0]],
  );
  return accounts;
}

async function placed(count: number): Promise<string[]> {
  const accounts = await ask(count);
  await placeNotices(
    database,
    ids,
    accounts.map((accountId, index) => ({
      accountId,
      lane: 0,
      index,
      position: index,
      turnOnly: index % 2 === 1,
    })),
  );
  return accounts;
}

const band = (turnBelow: number, soonFrom: number, soonBelow: number) => [{ turnBelow, soonFrom, soonBelow }];
const turnOf = (accountId: string, index: number) => ({
  ...{ accountId, index, lane: 0, kind: 'turn' as const },
  keptUntilMs: Date.UTC(2030, 0, 1),
});
const outbox = async (): Promise<string[]> =>
  (
    await world.owner.query("select topic || ' ' || (payload ->> 'template') as what from outbox order by id")
  ).rows
    .map(({ what }) => String(what))
    .filter((what) => /line/.test(what));

describe('places', () => {
  it('are noted once known; who has none is looked at again later', async () => {
    const accounts = await ask(3);
    const { eventId, dropId } = ids;
    await world.owner.query('delete from drop_entries where account_id = $1', [accounts[2]]);
    expect(await withOpenNotices(database, [ids, { eventId, dropId: randomUUID() }])).toEqual(
      new Set([dropId]),
    );
    const unplaced = await loadUnplacedNotices(database, ids, 10);
    expect(unplaced.toSorted((a, b) => (a.index ?? 9) - (b.index ?? 9))).toEqual([
      { accountId: accounts[0], lane: 0, index: 0 },
      { accountId: accounts[1], lane: 0, index: 1 },
      { accountId: accounts[2], lane: null, index: null },
    ]);
    await lookLater(database, ids, [accounts[2] ?? ''], 3_600);
    expect(await loadUnplacedNotices(database, ids, 10)).toHaveLength(2);
  });

  it('that changed since they were read are not noted, and are told anew', async () => {
    const [first = '', second = ''] = await ask(2);
    await world.owner.query('update drop_entries set entry_index = 7 where account_id = $1', [first]);
    const place = { lane: 0, position: 0, turnOnly: false };
    await placeNotices(database, ids, [
      { accountId: first, index: 0, ...place },
      { accountId: second, index: 1, ...place, position: 1 },
    ]);
    expect((await loadUnplacedNotices(database, ids, 10)).map(({ accountId }) => accountId)).toEqual([first]);
    expect(await queueNotices(database, ids, [turnOf(second, 1)])).toBe(1);
    // A new place: what is told next is of that.
    await world.owner.query('update drop_entries set entry_index = 8 where account_id = $1', [second]);
    expect(await queueNotices(database, ids, [turnOf(second, 1)])).toBe(0);
    await placeNotices(database, ids, [
      { accountId: second, index: 8, lane: 0, position: 8, turnOnly: false },
    ]);
    expect(await queueNotices(database, ids, [turnOf(second, 8)])).toBe(1);
    expect(await outbox()).toEqual(['mail line-turn', 'mail line-turn']);
  });
});

describe('what is due', () => {
  it('is read by position, from the front, and not what was told', async () => {
    const accounts = await placed(20);
    const due = async (max = 100) =>
      (await loadDueNotices(database, ids, band(3, 6, 10), max)).map(({ position }) => position);
    // Odd ones asked too late for the first notice.
    expect(await due()).toEqual([0, 1, 2, 6, 8]);
    expect(await due(2)).toEqual([0, 1, 6, 8]);
    expect(await due(1)).toEqual([0, 6]);
    const soon = [{ ...turnOf(accounts[6] ?? '', 6), kind: 'soon' as const, keptUntilMs: null }];
    expect(await queueNotices(database, ids, soon)).toBe(1);
    expect(await queueNotices(database, ids, soon)).toBe(0);
    expect(await queueNotices(database, ids, [turnOf(accounts[0] ?? '', 0)])).toBe(1);
    expect(await due()).toEqual([1, 2, 8]);
    expect((await loadDueNotices(database, ids, band(7, 7, 7), 100)).at(-1)).toMatchObject({
      ...{ position: 6, soonTold: true, turnTold: false, turnOnly: false, cameIn: false },
    });
    expect((await outbox()).toSorted()).toEqual(['mail line-soon', 'mail line-turn', 'push line-turn']);
  });

  it('is queued once, however many workers do it at once; what is over is queued by none', async () => {
    const accounts = await placed(300);
    const notices = accounts.map((accountId, index) => ({
      ...turnOf(accountId, index),
      ...(index === 299 && { kind: 'over' as const }),
    }));
    const told = await Promise.all(
      Array.from({ length: 8 }, (_, worker) =>
        queueNotices(database, ids, worker % 2 === 0 ? notices : notices.toReversed()),
      ),
    );
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(300);
    const queued = await outbox();
    expect(queued.filter((what) => what === 'mail line-turn')).toHaveLength(299);
    expect(queued.filter((what) => what === 'push line-turn')).toHaveLength(1);
    expect(await withOpenNotices(database, [ids])).toEqual(new Set());
  });

  it('costs what is due, not what was asked', async () => {
    await placed(20_000);
    const read = async (): Promise<number> => {
      const { rows } = await world.owner.query(
        "select coalesce(idx_tup_fetch, 0) + seq_tup_read as n from pg_stat_user_tables where relname = 'line_notices'",
      );
      return Number(rows[0].n);
    };
    // A session's counts are published at its end at the latest.
    const single = connectDatabase(world.database.databaseUrl, 'counted', 1);
    const before = await read();
    const rows = await loadDueNotices(single, ids, band(10, 10_000, 10_010), 500);
    expect(rows).toHaveLength(15);
    await single.$disconnect();
    await expect.poll(async () => (await read()) - before).toBeGreaterThanOrEqual(15);
    expect((await read()) - before).toBeLessThan(200);
  });
});

it('those of drops that are over for a day go, with their browsers', async () => {
  await placed(3);
  expect(await pruneLineNotices(database, 100)).toBe(0);
  await world.owner.query(
    "update drops set closes_at = now() - interval '2 days', opens_at = now() - interval '3 days'",
  );
  expect(await pruneLineNotices(database, 2)).toBe(2);
  expect(await pruneLineNotices(database, 2)).toBe(1);
  expect((await world.owner.query('select count(*)::int as n from line_notice_devices')).rows).toEqual([
    { n: 0 },
  ]);
});
