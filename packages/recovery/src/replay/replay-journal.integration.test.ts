import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markJournal, readJournalFacts } from '@fairgate/launcher/mark-journal.ts';
import { writeJournal } from '@fairgate/queue-worker/jobs/write-journal.ts';
import { connectDatabase, type Database } from '@fairgate/shared/database/client.ts';
import { listHeldTickets, loadOrder } from '@fairgate/shared/database/orders.ts';
import { openSales, readRecoveryState } from '@fairgate/shared/database/recovery-state.ts';
import { recountQuotas } from '@fairgate/shared/database/replay.ts';
import { switchJournal, untilJournaled } from '@fairgate/shared/database/sale-journal.ts';
import { type Journal, openJournal } from '@fairgate/shared/journal/open-journal.ts';
import { readJournal } from '@fairgate/shared/journal/read-journal.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { append, readEntries } from '../../../../prisma/testing/ledger-entries.ts';
import { openRefundOperation, refundTickets } from '../../../../prisma/testing/money-back-calls.ts';
import { addAccount, admit, openWorld, type World } from '../../../../prisma/testing/open-world.ts';
import { orderIn, PRICE_MINOR } from '../../../../prisma/testing/order-in-state.ts';
import {
  createOrder,
  finalize,
  placeOrder,
  recordAuthorized,
  recordCaptured,
  recordRefund,
  storeIntent,
} from '../../../../prisma/testing/purchase-calls.ts';
import { type LostWorld, splitWorld } from '../testing/lost-world.ts';
import { replayJournal } from './replay-journal.ts';

let folder: string;
let lost: LostWorld;
const open: Database[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairgate-journal-'));
});
afterEach(async () => {
  for (const database of open.splice(0)) await database.$disconnect();
  await lost?.close();
  rmSync(folder, { recursive: true, force: true });
});

function connect(world: World): Database {
  const database = connectDatabase(world.database.databaseUrl, 'test', 2);
  open.push(database);
  return database;
}

async function split(prepare: (world: World) => Promise<void> = async () => undefined): Promise<void> {
  const before = await openWorld({ tickets: 10, perCustomerLimit: 8 });
  await before.owner.query('update recovery_state set journal_on = true');
  await prepare(before);
  await markJournal(folder, await idOf(before));
  lost = await splitWorld(before);
}

async function buy(world: World, tickets: readonly number[], captured = true): Promise<string> {
  const { orderId, operationId } = await placeOrder(world, tickets);
  const amountMinor = PRICE_MINOR * tickets.length;
  await storeIntent(world, operationId, { amountMinor });
  await recordAuthorized(world, orderId, { amountMinor });
  await finalize(world, [orderId]);
  if (captured) await recordCaptured(world, orderId, amountMinor);
  return orderId;
}

async function idOf(world: World): Promise<string> {
  return (await readJournalFacts(world.database.databaseUrl)).installationId;
}

function journalIn(place: string, world: World): Journal {
  return openJournal(place, () => idOf(world));
}

async function writeAll(world: World): Promise<void> {
  const journal = journalIn(folder, world);
  await writeJournal({ database: connect(world) }, journal);
  await journal.close();
}

/** What must be the same in both: histories without times, reasons and hashes, orders, refunds, quotas. */
async function picture(world: World): Promise<unknown> {
  const entries = (await readEntries(world)).map(({ ticket, version, kind, holder, orderId }) => ({
    ...{ ticket, version, kind, holder, orderId },
  }));
  const rows = async (statement: string): Promise<unknown> => (await world.owner.query(statement)).rows;
  return {
    entries,
    orders: await rows(
      "select id, account_id, state, amount_minor from orders where state in ('PAID', 'REFUNDED', 'VOIDED') order by id",
    ),
    payments: await rows(
      'select y.order_id, y.payment_intent_id, y.captured_minor, y.refunded_minor from payments y order by 1',
    ),
    refunds: await rows('select id, state, amount_minor, stripe_refund_id from refunds order by id'),
    operations: await rows(
      "select op_id, state, refund_id from payment_operations where kind = 'REFUND' order by 1",
    ),
    quotas: await rows('select buyer, reserved, sold from customer_quotas where sold > 0 order by 1'),
  };
}

describe('a database that lost its newest sales', () => {
  test('has them again after the replay, whatever the order of the lines, and a second replay changes nothing', async () => {
    let pending = '';
    await split(async (world) => {
      pending = await orderIn(world, 'PENDING_PAYMENT', 9);
    });
    const { world, restored } = lost;
    await recordAuthorized(world, pending, { amountMinor: PRICE_MINOR });
    await finalize(world, [pending]);
    await recordCaptured(world, pending, PRICE_MINOR);
    const three = await buy(world, [0, 1, 2]);
    await append(world, 1, 'TRANSFER', { holder: await addAccount(world.app), orderId: three });
    const refunded = await buy(world, [3]);
    const { refundId } = await refundTickets(world, refunded);
    await recordRefund(world, (await openRefundOperation(world, refundId)) ?? '');
    await buy(world, [3]);
    await orderIn(world, 'VOIDED', 4);
    await buy(world, [4]);
    await writeAll(world);

    const { entries, unreadable } = await readJournal(folder, new Date(0));
    expect(unreadable).toEqual([]);
    const database = connect(restored);
    const backwards = [...entries].reverse();
    const sales = backwards.filter(({ line }) => !['ROW', 'MONEY'].includes(String(line.kind)));
    const rest = entries.filter(({ line }) => ['ROW', 'MONEY'].includes(String(line.kind)));
    const first = await replayJournal(database, [...sales, ...rest]);
    expect(first.open).toEqual([]);
    await recountQuotas(database);
    expect(await picture(restored)).toEqual(await picture(world));

    const second = await replayJournal(database, entries);
    expect(second.open).toEqual([]);
    expect(Object.keys(second.orders)).toEqual(['ALREADY']);
    expect(Object.keys(second.entries)).toEqual(['ALREADY']);
    expect(await picture(restored)).toEqual(await picture(world));
  });

  test('never sells a ticket twice: a sale that another one overtook is named, and its money goes back', async () => {
    await split();
    const { world, restored } = lost;
    const orderId = await buy(world, [0]);
    await writeAll(world);
    const other = await buy(restored, [0]);
    const report = await replayJournal(connect(restored), (await readJournal(folder, new Date(0))).entries);
    expect(report.orders).toEqual({ LOST: 1 });
    expect(report.open).toEqual([`order ${orderId} of event ${world.eventId}: LOST`]);
    expect((await readEntries(restored, 0)).map(({ orderId: owner }) => owner)).toEqual([null, other]);
  });

  test('takes no orders while sales are shut, and takes them again', async () => {
    await split();
    const { restored } = lost;
    const shopper = await admit(restored);
    await restored.owner.query('select begin_recovery(now())');
    await expect(createOrder(restored, shopper, [0])).rejects.toMatchObject({ code: 'FG003' });
    const database = connect(restored);
    expect((await readRecoveryState(database)).issueEpoch).toBeGreaterThan(1_000);
    await openSales(database);
    expect((await createOrder(restored, shopper, [0])).outcome).toBe('CREATED');
  });
});

describe('with the journal on', () => {
  test('an order is shown as paid, and its code given out, only once its line is on disk', async () => {
    await split();
    const { world } = lost;
    const database = connect(world);
    const orderId = await buy(world, [0]);
    const holder = (await readEntries(world, 0)).at(-1)?.holder ?? '';
    const shown = async () => ({
      state: (await loadOrder(database, orderId, holder))?.state,
      coded: (await listHeldTickets(database, holder, null, 10)).map(({ paid }) => paid),
    });
    expect(await shown()).toEqual({ state: 'FINALIZED', coded: [false] });
    expect(await untilJournaled(database, { eventId: world.eventId, orderId }, 0)).toBe(false);
    await writeAll(world);
    expect(await shown()).toEqual({ state: 'PAID', coded: [true] });
    expect(await untilJournaled(database, { eventId: world.eventId, orderId }, 0)).toBe(true);
  });

  test('what lies under a disk that is not mounted acknowledges nothing, and all goes on when it is back', async () => {
    await split();
    const { world } = lost;
    const database = connect(world);
    const orderId = await buy(world, [0]);
    const isTold = () => untilJournaled(database, { eventId: world.eventId, orderId }, 0);
    const place = join(folder, 'disk');
    const journal = journalIn(place, world);
    const written = () => writeJournal({ database }, journal);
    await expect(written()).rejects.toThrow('has no fairgate-journal.json');
    expect(existsSync(place)).toBe(false);
    mkdirSync(place);
    await expect(written()).rejects.toThrow('has no fairgate-journal.json');
    await markJournal(place, '00000000-0000-4000-8000-000000000000');
    await expect(written()).rejects.toThrow('of installation 00000000-0000-4000-8000-000000000000');
    expect(await isTold()).toBe(false);

    rmSync(place, { recursive: true });
    await markJournal(place, await idOf(world));
    await written();
    expect(await isTold()).toBe(true);
    const { entries } = await readJournal(place, new Date(0));
    expect(entries).toHaveLength(1);

    // The disk is taken away under the open file.
    rmSync(place, { recursive: true });
    const later = await buy(world, [1]);
    await expect(written()).rejects.toThrow();
    expect(await untilJournaled(database, { eventId: world.eventId, orderId: later }, 0)).toBe(false);
    await journal.close();
  });

  test('a line that was torn by a crash is named and the others are read', async () => {
    await split();
    const { world } = lost;
    await buy(world, [0]);
    await writeAll(world);
    const name = readdirSync(folder).find((file) => file.startsWith('sales-'));
    appendFileSync(join(folder, name ?? ''), '{"at":"2026-11-25T20:00:00');
    const read = await readJournal(folder, new Date(0));
    expect(read.entries).toHaveLength(1);
    expect(read.unreadable).toEqual([`${name}:2`]);
  });
});

test('with the journal off nothing waits, also what waited before', async () => {
  await split();
  const { world } = lost;
  const database = connect(world);
  const waiting = await buy(world, [0]);
  await switchJournal(database, false);
  const later = await buy(world, [1]);
  for (const orderId of [waiting, later])
    expect(await untilJournaled(database, { eventId: world.eventId, orderId }, 0)).toBe(true);
});
