import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markJournal } from '@fairgate/launcher/mark-journal.ts';
import { startLoopbackStripe } from '@fairgate/loopback-stripe/start-loopback-stripe.ts';
import { connectDatabase, type Database } from '@fairgate/shared/database/client.ts';
import { readRecoveryState } from '@fairgate/shared/database/recovery-state.ts';
import { connectStripe } from '@fairgate/shared/payments/connect-stripe.ts';
import type Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEntries } from '../../../../prisma/testing/ledger-entries.ts';
import { openWorld, type World } from '../../../../prisma/testing/open-world.ts';
import { orderIn, PRICE_MINOR } from '../../../../prisma/testing/order-in-state.ts';
import { replayStripe } from './replay-stripe.ts';
import { runReplay } from './run-replay.ts';

let world: World;
let loopback: Awaited<ReturnType<typeof startLoopbackStripe>>;
let stripe: Stripe;
let database: Database;

beforeEach(async () => {
  world = await openWorld({ tickets: 6, perCustomerLimit: 8 });
  loopback = await startLoopbackStripe();
  stripe = connectStripe(loopback.secretKey, loopback.url, () => Promise.resolve());
  database = connectDatabase(world.database.databaseUrl, 'test', 2);
});
afterEach(async () => {
  await database.$disconnect();
  await loopback.stop();
  await world.close();
});

type Progress = 'unpaid' | 'authorized' | 'captured';

/** An intent as an order of ours made it, which the database does not know (any more). */
async function intentOf(
  tickets: string,
  progress: Progress,
  amount = PRICE_MINOR,
): Promise<{ id: string; orderId: string }> {
  const orderId = randomUUID();
  const { id } = await stripe.paymentIntents.create({
    amount,
    currency: 'eur',
    capture_method: 'manual',
    metadata: {
      ...{
        order_id: orderId,
        event_id: world.eventId,
        account_id: randomUUID(),
        op_id: randomUUID(),
        tickets,
      },
      pay_deadline: new Date(Date.now() + 600_000).toISOString(),
    },
  });
  if (progress !== 'unpaid')
    await stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_card_visa',
      return_url: 'https://example.org',
    });
  if (progress === 'captured') await stripe.paymentIntents.capture(id);
  return { id, orderId };
}

async function stateOf(orderId: string): Promise<string | undefined> {
  const { rows } = await world.owner.query('select state from orders where id = $1', [orderId]);
  return rows[0]?.state;
}

test('orders that Stripe alone knows are made again, by what their intents came to', async () => {
  const paid = await intentOf('0@0,1@0', 'captured', 2 * PRICE_MINOR);
  const authorized = await intentOf('2@0', 'authorized');
  const unpaid = await intentOf('3@0', 'unpaid');
  const report = await replayStripe(database, stripe, new Date());
  expect(report).toEqual({ intents: 3, orders: { SOLD: 2 }, cancelled: 1, open: [] });
  expect(await stateOf(paid.orderId)).toBe('PAID');
  // A payments-worker captures it, as any other.
  expect(await stateOf(authorized.orderId)).toBe('FINALIZED');
  expect((await stripe.paymentIntents.retrieve(unpaid.id)).status).toBe('canceled');
  expect(
    (await readEntries(world)).filter(({ kind }) => kind === 'SALE').map(({ ticket }) => ticket),
  ).toEqual([0, 1, 2]);
  expect(await replayStripe(database, stripe, new Date())).toMatchObject({
    orders: {},
    cancelled: 0,
    open: [],
  });
});

test('an unfinished order that was paid meanwhile is paid, however long before it was made', async () => {
  const orderId = await orderIn(world, 'PENDING_PAYMENT', 0);
  const { id } = await stripe.paymentIntents.create({
    ...{ amount: PRICE_MINOR, currency: 'eur', capture_method: 'manual' as const },
    metadata: { order_id: orderId, event_id: world.eventId, account_id: randomUUID(), tickets: '0@0' },
  });
  await world.owner.query('update payments set payment_intent_id = $2 where order_id = $1', [orderId, id]);
  await stripe.paymentIntents.confirm(id, {
    payment_method: 'pm_card_visa',
    return_url: 'https://example.org',
  });
  await stripe.paymentIntents.capture(id);
  const since = new Date(Date.now() + 3_600_000);
  expect((await replayStripe(database, stripe, since)).orders).toEqual({ SOLD: 1 });
  expect(await stateOf(orderId)).toBe('PAID');
});

test.for([
  ['a ticket that somebody else bought', '0@0', PRICE_MINOR, 'LOST'],
  [
    'a ticket that does not exist',
    '77@0',
    PRICE_MINOR,
    'its event or its tickets are not in the restored database',
  ],
  ['another price', '1@0', 1_234, `its tickets cost ${PRICE_MINOR} now, 1234 were paid`],
] as const)('money for %s is named for a person', async ([, tickets, amount, why]) => {
  await orderIn(world, 'PAID', 0);
  const { id, orderId } = await intentOf(tickets, 'captured', amount);
  const { open } = await replayStripe(database, stripe, new Date());
  expect(open).toEqual([`order ${orderId} of event ${world.eventId} (${id}): ${why}`]);
});

test('a replay needs to know since when, and opens sales at its end', async () => {
  const request = { database, stripe, journal: null, keepShut: false };
  await expect(runReplay(request)).rejects.toThrow('--since');
  await world.owner.query("select begin_recovery(now() - interval '1 minute')");
  await expect(runReplay({ ...request, journal: '/nowhere/at/all' })).rejects.toThrow('There is no journal');
  expect((await runReplay({ ...request, keepShut: true })).salesOpen).toBe(false);
  expect((await runReplay(request)).salesOpen).toBe(true);
  const { rows } = await world.owner.query('select sales_shut_at from recovery_state');
  expect(rows).toEqual([{ sales_shut_at: null }]);
});

test('a database that wrote a journal is not opened without it, unless somebody says so', async () => {
  await world.owner.query("select begin_recovery(now() - interval '1 minute')");
  await world.owner.query('update recovery_state set journal_on = true');
  const request = { database, stripe, journal: null, keepShut: false };
  await expect(runReplay(request)).rejects.toThrow('This database wrote a sale journal');
  // What is left of a disk that is not mounted, and what lines lie there without the marker.
  const folder = mkdtempSync(join(tmpdir(), 'fairgate-no-journal-'));
  const named = { ...request, journal: folder };
  await expect(runReplay(named)).rejects.toThrow('There is no journal of this database');
  writeFileSync(join(folder, 'sales-1.jsonl'), '');
  await expect(runReplay(named)).rejects.toThrow('There is no journal of this database');
  await markJournal(folder, (await readRecoveryState(database)).installationId);
  expect((await runReplay({ ...named, keepShut: true })).journal).toMatchObject({ files: 1, lines: 0 });
  rmSync(join(folder, 'sales-1.jsonl'));
  await expect(runReplay(named)).rejects.toThrow('holds no file of sales');
  rmSync(folder, { recursive: true });
  expect(await runReplay({ ...request, stripeAlone: true })).toMatchObject({
    journal: null,
    salesOpen: true,
  });
});
