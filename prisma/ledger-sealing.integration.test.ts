import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  append,
  type EntryDraft,
  hashOf,
  insertEntry,
  plantBareTicket,
  plantOrder,
  readEntries,
  type StoredEntry,
} from './testing/ledger-entries.ts';
import { expectLegalHistories } from './testing/ledger-rules.ts';
import { addAccount, admit, openWorld, type Shopper, type World } from './testing/open-world.ts';

let world: World;
let fan: Shopper;
let paidOrder: string;
beforeAll(async () => {
  world = await openWorld({ tickets: 0 });
  fan = await admit(world);
  paidOrder = await plantOrder(world, fan);
});
afterAll(() => world.close());

let ticket: number;
let mint: StoredEntry;
beforeEach(async () => {
  ticket = await plantBareTicket(world);
  mint = await append(world, ticket, 'MINT');
});

/** A sale that is right in everything. */
function sale(changes: Partial<EntryDraft> = {}): EntryDraft {
  return {
    ticket,
    version: 1,
    kind: 'SALE',
    prevVersion: 0,
    prevKind: 'MINT',
    prevHash: mint.hash,
    holder: fan.accountId,
    orderId: paidOrder,
    ...changes,
  };
}

describe('an entry that does not continue the newest one', () => {
  test.each<[string, Partial<EntryDraft>, string]>([
    ['skips a version', { version: 2 }, 'ledger_chain'],
    ['skips a version and says so', { version: 2, prevVersion: 1 }, 'ticket_ledger_chain_fkey'],
    ['has a negative version', { version: -1, prevVersion: -2 }, 'ledger_chain'],
    ['names a predecessor of another kind', { prevKind: 'RELEASE' }, 'ticket_ledger_chain_fkey'],
    ['names another hash', { prevHash: randomBytes(32) }, 'ticket_ledger_chain_fkey'],
    ['names an empty hash', { prevHash: Buffer.alloc(0) }, 'ticket_ledger_chain_fkey'],
    ['is of no known kind', { kind: 'GIFT', holder: null, orderId: null }, 'ledger_kind'],
    ['is about an order that does not exist', { orderId: randomUUID() }, 'ticket_ledger_order_fkey'],
    ['is about a ticket that does not exist', { ticket: 9_999 }, 'ticket_ledger_chain_fkey'],
  ])('and %s is refused', async (_what, changes, constraint) => {
    await expect(insertEntry(world.app, world.eventId, sale(changes))).rejects.toMatchObject({ constraint });
    await expect(insertEntry(world.owner, world.eventId, sale(changes))).rejects.toMatchObject({
      constraint,
    });
    expect(await readEntries(world, ticket)).toHaveLength(1);
  });

  test('because its version is taken is refused, by both writers of a race but one', async () => {
    const races = await Promise.allSettled(
      Array.from({ length: 4 }, () => insertEntry(world.app, world.eventId, sale({ orderId: paidOrder }))),
    );
    const refused = races.filter((race) => race.status === 'rejected');
    expect(refused.map(({ reason }) => reason.constraint)).toEqual(Array(3).fill('ticket_ledger_pkey'));
  });
});

test('a forged time and a forged hash are overridden', async () => {
  await insertEntry(world.app, world.eventId, sale({ at: '2001-01-01T00:00:00Z', hash: randomBytes(32) }));
  const [, entry] = await readEntries(world, ticket);
  expect(Math.abs(Number(entry!.atMicros) / 1000 - Date.now())).toBeLessThan(60_000);
  expect(entry!.hash).toEqual(hashOf(world.eventId, entry!));
});

test('the hash of every kind of entry is what its description gives, text beyond ASCII included', async () => {
  const said = { holder: fan.accountId, orderId: paidOrder };
  await append(world, ticket, 'BLOCK');
  await append(world, ticket, 'RELEASE', { reason: 'doch frei: Loge „Süd“\nzweite Zeile 🎟' });
  await append(world, ticket, 'SALE', said);
  await append(world, ticket, 'CHECKIN', said);
  await append(world, ticket, 'CHECKIN_UNDO', said);
  await append(world, ticket, 'TRANSFER', { ...said, holder: await addAccount(world.app) });
  await append(world, ticket, 'REFUND', { orderId: paidOrder, reason: 'asked for' });
  await append(world, ticket, 'RETIRE');
  const entries = await readEntries(world, ticket);
  expect(entries).toHaveLength(9);
  expectLegalHistories(world.eventId, entries);
});

describe('what follows a sale', () => {
  test.each<[string, Partial<EntryDraft> & { kind: string }, string]>([
    ['is about its order', { kind: 'TRANSFER' }, 'ledger_order_continues'],
    [
      'is about its order, also when money goes back',
      { kind: 'REFUND', holder: null },
      'ledger_order_continues',
    ],
    ['is about its order, also when it is void', { kind: 'VOID', holder: null }, 'ledger_order_continues'],
  ])('%s', async (_what, changes, constraint) => {
    const sold = await append(world, ticket, 'SALE', { holder: fan.accountId, orderId: paidOrder });
    const other = await plantOrder(world, fan);
    const draft = sale({
      version: 2,
      prevVersion: 1,
      prevKind: 'SALE',
      prevHash: sold.hash,
      orderId: other,
      ...changes,
    });
    await expect(insertEntry(world.app, world.eventId, draft)).rejects.toMatchObject({ constraint });
  });

  test('at the gate is only its holder', async () => {
    await append(world, ticket, 'SALE', { holder: fan.accountId, orderId: paidOrder });
    const stranger = await addAccount(world.app);
    await expect(
      append(world, ticket, 'CHECKIN', { holder: stranger, orderId: paidOrder }),
    ).rejects.toMatchObject({
      constraint: 'ledger_holder_continues',
    });
  });

  test.each(['TRANSFER', 'CHECKIN'] as const)('%s waits until the order is paid', async (kind) => {
    const unpaid = await plantOrder(world, fan, 'FINALIZED');
    const said = { holder: fan.accountId, orderId: unpaid };
    await append(world, ticket, 'SALE', said);
    await expect(append(world, ticket, kind, said)).rejects.toMatchObject({
      constraint: 'ledger_paid_first',
    });
    await world.owner.query("update orders set state = 'PAID' where id = $1", [unpaid]);
    await expect(append(world, ticket, kind, said)).resolves.toBeDefined();
  });

  test('one order buys a ticket once', async () => {
    const said = { holder: fan.accountId, orderId: paidOrder };
    await append(world, ticket, 'SALE', said);
    await append(world, ticket, 'REFUND', { orderId: paidOrder });
    await expect(append(world, ticket, 'SALE', said)).rejects.toMatchObject({
      constraint: 'ledger_one_sale_per_order',
    });
  });
});

test('a resale is one statement: the refund and the next sale, and the projection shows the sale', async () => {
  await append(world, ticket, 'SALE', { holder: fan.accountId, orderId: paidOrder });
  const next = await admit(world);
  const nextOrder = await plantOrder(world, next);
  await world.app.query(
    `with head as (select * from ticket_holders where event_id = $1 and ticket_number = $2),
      refund as (
        insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, order_id)
        select event_id, ticket_number, version + 1, 'REFUND', version, kind, hash, order_id from head returning *)
     insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, holder, order_id)
     select event_id, ticket_number, version + 1, 'SALE', version, kind, hash, $3, $4 from refund`,
    [world.eventId, ticket, next.accountId, nextOrder],
  );
  const { rows } = await world.app.query(
    'select version, kind, holder, order_id from ticket_holders where event_id = $1 and ticket_number = $2',
    [world.eventId, ticket],
  );
  expect(rows).toEqual([{ version: 3, kind: 'SALE', holder: next.accountId, order_id: nextOrder }]);
  expectLegalHistories(world.eventId, await readEntries(world, ticket));
});
